package dev.amend.engine.demo;

import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Path;

/** The ways in which setting up the demo can fail. */
enum DemoCode implements ErrorCode {
    DEMO_EXISTS(ErrorKind.USER),
    DEMO_FOLDER_NOT_WRITABLE(ErrorKind.USER);

    private final ErrorKind kind;

    DemoCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException exists(Path dir, Path found) {
        return new AmendException(
                DEMO_EXISTS,
                "Cannot create the demo in '%s': there is one already".formatted(dir),
                found.toString(),
                "Name another folder, or delete this one and try again");
    }

    static AmendException notWritable(Path dir, IOException cause) {
        return new AmendException(
                DEMO_FOLDER_NOT_WRITABLE,
                "Cannot create the demo in '%s': %s".formatted(dir, cause.getMessage()),
                dir.toString(),
                "Name a folder that you may write to",
                cause);
    }
}
