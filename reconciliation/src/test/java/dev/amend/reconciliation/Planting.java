package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;

/** Plants defects into shadows of a table, each into one of its own, and says what is reported of them. */
final class Planting {
    private final Lake lake;
    private int shadows;

    Planting(Lake lake) {
        this.lake = lake;
    }

    /** A comparison that leaves no column out and lets nothing pass without a reason. */
    static SpecificationBuilder exactly(String table) {
        return aSpecification()
                .of(table)
                .partitionedBy("day", PartitionUnit.DAY)
                .key("day", "k")
                .volatileColumns()
                .unexplained(0, "0%");
    }

    /** The heads of the table and of a new branch of it, on which the statements ran. */
    Lake.Rewritten planted(String table, List<String> planting) {
        String branch = "shadow_" + ++shadows;
        lake.run("alter table %s create branch %s".formatted(table, branch));
        planting.forEach(statement ->
                lake.run(statement.replace("{t}", table + ".branch_" + branch).replace("{table}", table)));
        return new Lake.Rewritten(head(table, "main"), head(table, branch));
    }

    List<String> reported(Specification specification, Lake.Rewritten rewritten) {
        return notPassed(reconciliation(specification, specification.batches().get(0), rewritten));
    }

    /** Whatever is not as it should be, also what is only worth a look. */
    static List<String> notPassed(BatchReconciliation batch) {
        return batch.findings().stream()
                .filter(finding -> finding.outcome() != Outcome.PASS)
                .map(Planting::line)
                .toList();
    }

    static String line(Finding finding) {
        return "%s of %s: %s".formatted(finding.check(), finding.scope(), finding.found());
    }

    BatchReconciliation reconciliation(Specification specification, Batch batch, Lake.Rewritten rewritten) {
        BatchInput input = new BatchInput(
                batch, rewritten.baseline(), new NewRows.InShadow(rewritten.shadow()), Map.of(), Long.MAX_VALUE);
        return new Reconciler(specification, (session, unused) -> {}).reconcile(lake.session(), input);
    }

    private long head(String table, String ref) {
        return lake.session()
                .sql("select snapshot_id from %s.refs where name = '%s'".formatted(table, ref))
                .first()
                .getLong(0);
    }
}
