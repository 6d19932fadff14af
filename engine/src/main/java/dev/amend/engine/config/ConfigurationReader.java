package dev.amend.engine.config;

import dev.amend.engine.store.StateLocation;
import dev.amend.specs.error.AmendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads {@code amend.yaml}; flags win over the environment, the environment over the file, the file over defaults. */
public final class ConfigurationReader {
    private static final Path DEFAULT_FILE = Path.of("amend.yaml");

    /** The beginning of an address, such as {@code https://} or {@code jdbc:sqlite://}. */
    private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]*(?::[a-z0-9+.-]+)*://");

    private final Map<String, String> environment;

    public ConfigurationReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the configuration of this process. Without a flag or AMEND_CONFIG, {@code amend.yaml} of the working
     * directory is read if there is one.
     *
     * @throws AmendException if a named file is missing, or a key is unknown or has a wrong value
     */
    public Configuration read(Optional<Path> configFlag, Optional<String> stateFlag) {
        Optional<Path> named =
                configFlag.or(() -> environmentValue("AMEND_CONFIG").map(Path::of));
        Path file = named.orElse(DEFAULT_FILE);
        Configuration configuration = named.isPresent() || Files.exists(file) ? fromFile(file) : Configuration.DEFAULTS;

        return stateFlag
                .or(() -> environmentValue("AMEND_STATE"))
                .map(state -> configuration.withState(location(state, "--state", Path.of(""))))
                .orElse(configuration);
    }

    private Optional<String> environmentValue(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static Configuration fromFile(Path file) {
        Map<?, ?> keys = mapping(parsed(file), file.toString(), "");
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
        Configuration configuration =
                Configuration.DEFAULTS.withState(new StateLocation(folder.resolve("amend-state")));

        for (Map.Entry<?, ?> entry : keys.entrySet()) {
            configuration = with(configuration, String.valueOf(entry.getKey()), entry.getValue(), file, folder);
        }
        return configuration;
    }

    private static Configuration with(
            Configuration configuration, String key, @Nullable Object value, Path file, Path folder) {
        return switch (key) {
            case "state" ->
                value == null
                        ? configuration
                        : configuration.withState(location(value.toString(), file.toString(), folder));
            case "governance" ->
                value == null
                        ? configuration
                        : new Configuration(configuration.state(), value.toString(), configuration.spark());
            case "spark" ->
                new Configuration(configuration.state(), configuration.governance(), settings(value, file.toString()));
            case "metrics", "notify", "approvers" -> throw ConfigCode.notSupportedYet(key, file.toString());
            default -> throw ConfigCode.unknownKey(key, file.toString());
        };
    }

    private static @Nullable Object parsed(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return new Yaml(new SafeConstructor(options)).load(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw ConfigCode.noSuchFile(file.toString());
        } catch (IOException e) {
            throw ConfigCode.unreadable(file.toString(), e);
        } catch (MarkedYAMLException e) {
            throw ConfigCode.notYaml(file.toString(), e);
        }
    }

    private static Map<String, String> settings(@Nullable Object value, String file) {
        Map<String, String> settings = new TreeMap<>();
        mapping(value, file, "spark")
                .forEach((key, setting) -> settings.put(String.valueOf(key), String.valueOf(setting)));
        return settings;
    }

    private static Map<?, ?> mapping(@Nullable Object value, String file, String key) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw ConfigCode.noMapping(key, file);
    }

    private static StateLocation location(String text, String where, Path folder) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("s3://") || lower.startsWith("s3a://")) {
            throw ConfigCode.stateNotSupportedYet(text, where);
        }
        if (!lower.startsWith("file:") && ADDRESS.matcher(lower).lookingAt()) {
            throw ConfigCode.stateNoFolder(text, where);
        }
        String path = lower.startsWith("file:") ? text.substring("file:".length()) : text;
        return new StateLocation(folder.resolve(path).normalize());
    }
}
