package dev.amend.publish.together;

import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.List;

/** The ways in which a commit of several tables can fail that a commit of one can't. */
public enum TogetherError implements ErrorCode {
    /** The catalog promised to commit all or nothing, and committed only some. */
    PARTLY_COMMITTED(ErrorKind.CHECK_FAILED),
    /** Others commit to the tables faster than the publication can. */
    TABLES_BUSY(ErrorKind.TRANSIENT);

    private final ErrorKind kind;

    TogetherError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException partlyCommitted(List<String> committed, List<String> missing, Throwable cause) {
        return new AmendException(
                PARTLY_COMMITTED,
                "The catalog committed some tables of one commit and others not: %s is published, %s is not"
                        .formatted(String.join(", ", committed), String.join(", ", missing)),
                "tables %s, %s".formatted(String.join(", ", committed), String.join(", ", missing)),
                "Publish what is missing by the same command, or roll back what is published; then publish the tables of this catalog one by one",
                cause);
    }

    static AmendException busy(List<String> tables, int tries, Throwable cause) {
        return new AmendException(
                TABLES_BUSY,
                "Cannot commit to %s: others committed first in each of %d tries, nothing was published"
                        .formatted(String.join(", ", tables), tries),
                "tables " + String.join(", ", tables),
                "Try again when the tables are quieter",
                cause);
    }
}
