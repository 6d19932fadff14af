package dev.amend.engine.query;

import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.text.Reason;

/** The problems with a user's query. */
enum QueryCode implements ErrorCode {
    NOT_READ_ONLY(ErrorKind.USER),
    QUERY_FAILED(ErrorKind.USER),
    CATALOG_FAILED(ErrorKind.TRANSIENT);

    private final ErrorKind kind;

    QueryCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException notReadOnly(String query) {
        return new AmendException(
                NOT_READ_ONLY,
                "Cannot run the query: it is not one that only reads",
                query,
                "Use SELECT, WITH, VALUES, SHOW or DESCRIBE");
    }

    static AmendException queryFailed(String query, String reason, Throwable cause) {
        return new AmendException(
                QUERY_FAILED, "Cannot run the query: " + reason, query, "Correct it and try again", cause);
    }

    static AmendException catalogFailed(String query, Throwable cause) {
        return new AmendException(
                CATALOG_FAILED,
                "Cannot run the query: a catalog failed with %s: %s"
                        .formatted(cause.getClass().getSimpleName(), Reason.of(cause)),
                query,
                "Check the spark.sql.catalog settings and that the catalog answers, then try again",
                cause);
    }

    static AmendException queryNotClosed(String query, String problems) {
        return new AmendException(
                QUERY_FAILED,
                "Cannot run the query: " + problems,
                query,
                "Read tables of the configured catalogs, and call built-in functions of Spark only");
    }
}
