package dev.amend.engine.command;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.lakehouse.DiscreetQueries;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.mode.Mode;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.BatchViews;
import dev.amend.reconciliation.MaskedRows;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "sql", description = "a read-only look at the warehouse")
final class SqlCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "QUERY", description = "one SELECT, WITH, VALUES, SHOW or DESCRIBE")
    private String query = "";

    @Option(
            names = "--of",
            paramLabel = "ID",
            description =
                    "ask what a backfill compares: old, new and changes are its views, over all batches that are built")
    private @Nullable String id;

    private final Surroundings surroundings;

    SqlCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        ReadOnlyQuery asked = new ReadOnlyQuery(query);
        Lakehouse lakehouse = new SparkWiring(wiring).lakehouse();
        ReadOnlyQuery.Answer answer = id == null
                ? asked.run(lakehouse.newSession(), UnaryOperator.identity())
                : ofBackfill(wiring, lakehouse, wiring.journal(id), asked);
        if (answer.isCut()) {
            wiring.console()
                    .say("Only the first %d rows are shown"
                            .formatted(answer.rows().size()));
        }
        wiring.console().result(answer.documents(), TextTable.of(answer.columns(), answer.texts()));
        return 0;
    }

    private static ReadOnlyQuery.Answer ofBackfill(
            Wiring wiring, Lakehouse lakehouse, Journal journal, ReadOnlyQuery asked) {
        FrozenBackfill backfill = SparkWiring.frozen(journal);
        return DiscreetQueries.ask(
                backfill.specification().target(),
                "ask what %s compares".formatted(backfill.id()),
                () -> answered(wiring, lakehouse, backfill, journal, asked));
    }

    private static ReadOnlyQuery.Answer answered(
            Wiring wiring, Lakehouse lakehouse, FrozenBackfill backfill, Journal journal, ReadOnlyQuery asked) {
        Specification specification = backfill.specification();
        long shadow = Mode.of(lakehouse, backfill, wiring.clock())
                .shadow(backfill.shadowPlan(Long.MAX_VALUE))
                .head();
        SparkSession session = lakehouse.newSession();
        BatchViews.registerAll(
                session, specification, backfill.baselineSnapshotId(), shadow, built(specification, journal));
        return asked.run(session, new MaskedRows(specification.target())::of);
    }

    /** Of the others the shadow holds nothing yet. */
    private static List<PartitionRange> built(Specification specification, Journal journal) {
        Set<String> built = journal.batches().stream()
                .filter(batch -> batch.snapshotId().isPresent())
                .map(BatchRecord::id)
                .collect(Collectors.toSet());
        return specification.batches().stream()
                .filter(batch -> built.contains(batch.id()))
                .map(Batch::range)
                .toList();
    }
}
