package dev.amend.engine.query;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.RedactingQueries;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.publishingmode.PublishingMode;
import dev.amend.reconciliation.checks.BatchViews;
import dev.amend.reconciliation.input.MaskedRows;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** A user's query on the rows that a backfill compares: the views {@code old}, {@code new} and {@code changes}. */
public final class BackfillQuery {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final PublishingMode mode;
    private final Journal journal;

    public BackfillQuery(Lakehouse lakehouse, FrozenBackfill backfill, PublishingMode mode, Journal journal) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.mode = mode;
        this.journal = journal;
    }

    /**
     * Answers a query; values of sensitive columns are masked.
     *
     * @throws dev.amend.specs.error.AmendException if Spark refuses the query, or if it reads anything else
     */
    public ReadOnlyQuery.Answer answer(ReadOnlyQuery asked) {
        return RedactingQueries.ask(
                backfill.specification().target(),
                "ask what %s compares".formatted(backfill.id()),
                () -> answered(asked));
    }

    private ReadOnlyQuery.Answer answered(ReadOnlyQuery asked) {
        Specification specification = backfill.specification();
        long shadow = mode.shadow(backfill.shadowPlan(Long.MAX_VALUE)).head();
        SparkSession session = lakehouse.newSession();
        BatchViews.registerAll(session, specification, backfill.baselineSnapshotId(), shadow, built());
        return asked.run(session, new MaskedRows(specification.target())::of);
    }

    /** The ranges of the batches that are built; the shadow holds nothing yet of the others. */
    private List<PartitionRange> built() {
        Set<String> built = journal.batches().stream()
                .filter(batch -> batch.snapshotId().isPresent())
                .map(BatchRecord::id)
                .collect(Collectors.toSet());
        return backfill.specification().batches().stream()
                .filter(batch -> built.contains(batch.id()))
                .map(Batch::range)
                .toList();
    }
}
