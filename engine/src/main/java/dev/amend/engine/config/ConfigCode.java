package dev.amend.engine.config;

import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.io.IOException;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The mistakes that {@code amend.yaml} can contain. */
enum ConfigCode implements ErrorCode {
    CONFIG_INVALID,
    CONFIG_UNREADABLE;

    @Override
    public ErrorKind kind() {
        return ErrorKind.USER;
    }

    static AmendException unknownKey(String key, String file) {
        return new AmendException(
                CONFIG_INVALID,
                "Invalid configuration: unknown key '%s'".formatted(key),
                file,
                "Use state, governance or spark");
    }

    static AmendException notSupportedYet(String key, String file) {
        return new AmendException(
                CONFIG_INVALID,
                "Invalid configuration: '%s' is not supported yet".formatted(key),
                file,
                "Take the key out");
    }

    static AmendException stateNotSupportedYet(String state, String where) {
        return new AmendException(
                CONFIG_INVALID,
                "Invalid state '%s': object storage is not supported yet".formatted(state),
                where,
                "Name a local folder");
    }

    static AmendException stateNoFolder(String state, String where) {
        return new AmendException(
                CONFIG_INVALID,
                "Invalid state '%s': it is an address, and no local folder".formatted(state),
                where,
                "Name a local folder");
    }

    static AmendException noMapping(String key, String file) {
        return new AmendException(
                CONFIG_INVALID,
                key.isEmpty()
                        ? "Invalid configuration: expected keys and values"
                        : "Invalid configuration: '%s' needs keys and values".formatted(key),
                file,
                "See docs/reference/configuration.md");
    }

    static AmendException noSuchFile(String file) {
        return new AmendException(
                CONFIG_UNREADABLE,
                "Cannot read the configuration: no such file",
                file,
                "Give --config an existing file, or unset AMEND_CONFIG");
    }

    static AmendException unreadable(String file, IOException e) {
        return new AmendException(
                CONFIG_UNREADABLE, "Cannot read the configuration: " + e.getMessage(), file, "Check the file", e);
    }

    static AmendException notYaml(String file, MarkedYAMLException e) {
        String place = e.getProblemMark() == null
                ? file
                : "%s:%d:%d"
                        .formatted(
                                file,
                                e.getProblemMark().getLine() + 1,
                                e.getProblemMark().getColumn() + 1);
        return new AmendException(
                CONFIG_INVALID, "Invalid configuration: " + e.getProblem(), place, "Correct the YAML", e);
    }
}
