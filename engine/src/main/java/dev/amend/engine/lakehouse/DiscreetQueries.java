package dev.amend.engine.lakehouse;

import dev.amend.reconciliation.Discretion;
import dev.amend.specs.Target;
import java.util.function.Supplier;

/** Queries of a target's rows, of which neither a failure nor this process's log quotes a sensitive value. */
public final class DiscreetQueries {
    private DiscreetQueries() {}

    /**
     * Answers queries.
     *
     * @param purpose what they are for, as in "Cannot {@code purpose}"
     * @throws dev.amend.specs.AmendException instead of what was thrown, if that may quote a sensitive value
     */
    public static <T> T ask(Target target, String purpose, Supplier<T> queries) {
        DiscreetLog.about(target);
        try {
            return queries.get();
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            throw new Discretion(target).shown(e, purpose);
        }
    }
}
