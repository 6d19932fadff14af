package dev.amend.engine.lakehouse;

import dev.amend.reconciliation.sql.Redaction;
import dev.amend.specs.Target;
import java.util.function.Supplier;

/** Queries of a target's rows whose failures and log messages in this process quote no sensitive value. */
public final class RedactingQueries {
    private RedactingQueries() {}

    /**
     * Runs queries.
     *
     * @param purpose the purpose of the queries, as in "Cannot {@code purpose}"
     * @throws dev.amend.specs.error.AmendException instead of the original exception, if that may quote a sensitive
     *     value
     */
    public static <T> T ask(Target target, String purpose, Supplier<T> queries) {
        RedactingLog.about(target);
        try {
            return queries.get();
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            throw new Redaction(target).shown(e, purpose);
        }
    }
}
