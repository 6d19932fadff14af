package dev.amend.engine.options;

import dev.amend.engine.journal.BackfillState;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.nio.file.Path;

/** The problems with a user's request. */
public enum CommandCode implements ErrorCode {
    INVALID_ID(ErrorKind.USER),
    INVALID_OPTION(ErrorKind.USER),
    INVALID_USER(ErrorKind.USER),
    NOT_READY(ErrorKind.USER),
    /** The run must finish or continue first. */
    NOT_BUILT(ErrorKind.NOT_BUILT),
    CANNOT_WRITE(ErrorKind.USER),
    NO_SPARK(ErrorKind.USER),
    UNKNOWN_PARTITION(ErrorKind.USER);

    private final ErrorKind kind;

    CommandCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    public static AmendException invalidId(IllegalArgumentException e) {
        return new AmendException(
                INVALID_ID, String.valueOf(e.getMessage()), "ID", "'amend list' shows every backfill", e);
    }

    public static AmendException invalidUser(IllegalArgumentException e) {
        return new AmendException(
                INVALID_USER,
                "Invalid name of the user: " + e.getMessage(),
                "the system property user.name",
                "Run the command as a user with a printable name",
                e);
    }

    public static AmendException invalidOption(String command, IllegalArgumentException e) {
        return new AmendException(
                INVALID_OPTION, String.valueOf(e.getMessage()), command, "See 'amend %s --help'".formatted(command), e);
    }

    public static AmendException nothingPublished(BackfillId id, BackfillState state) {
        return nothingPublished(id, state, "See 'amend status %s'".formatted(id));
    }

    /** Reports that nothing is published yet, for a backfill whose shadow is complete. */
    public static AmendException onlySpotCheck(BackfillId id, BackfillState state) {
        return nothingPublished(
                id, state, "'amend verify %s --spot-check 99.9%%' derives rows of the shadow again".formatted(id));
    }

    private static AmendException nothingPublished(BackfillId id, BackfillState state, String next) {
        return new AmendException(
                state.isBeforeBuilt() ? NOT_BUILT : NOT_READY,
                "Cannot verify %s: it is %s, nothing of it is published".formatted(id, state),
                id.value(),
                next);
    }

    public static AmendException notRun(BackfillId id) {
        return new AmendException(
                NOT_BUILT,
                "Cannot go on with %s: no run has begun, so that nothing is frozen yet".formatted(id),
                id.value(),
                "Run 'amend run SPEC' first");
    }

    public static AmendException cannotWrite(Path path, Exception e) {
        return new AmendException(
                CANNOT_WRITE, "Cannot write the copy: " + e.getMessage(), path.toString(), "Name another place", e);
    }

    public static AmendException noFolder(Path copy, Path folder) {
        return new AmendException(
                CANNOT_WRITE,
                "Cannot write the copy: the folder %s does not exist".formatted(folder),
                copy.toString(),
                "Create the folder, or name another place");
    }

    public static AmendException insideTheState(Path copy, Path state) {
        return new AmendException(
                CANNOT_WRITE,
                "Cannot write the copy: it would stand inside the state %s".formatted(state),
                copy.toString(),
                "Name a place outside of the state");
    }

    public static AmendException cannotWriteReport(Path folder, String reason) {
        return new AmendException(
                CANNOT_WRITE,
                "Cannot write the report of the dry run: " + reason,
                folder.toString(),
                "Name another folder with --report");
    }

    public static AmendException noSpark(BackfillId id, String action) {
        return new AmendException(
                NO_SPARK,
                "Cannot %s %s: its table must be asked whether it is published, and Spark is not on the class path"
                        .formatted(action, id),
                id.value(),
                "Start it with the distribution's bin/amend, or with spark-submit");
    }

    public static AmendException unknownPartition(String partition, String range) {
        return new AmendException(
                UNKNOWN_PARTITION,
                "Cannot prove partition '%s': it is not in the range %s".formatted(partition, range),
                "--partition",
                "Name a partition of the range, or leave the option out");
    }
}
