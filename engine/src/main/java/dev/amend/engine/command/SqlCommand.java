package dev.amend.engine.command;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.TextTable;
import dev.amend.engine.query.ReadOnlyQuery;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.reconciliation.sql.Redaction;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
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
        SparkWiring spark = new SparkWiring(wiring);
        Lakehouse lakehouse = spark.lakehouse();
        ReadOnlyQuery.Answer answer =
                id == null ? answered(lakehouse, asked) : ofBackfill(spark, wiring.snapshot(id), asked);
        if (answer.isCut()) {
            wiring.console()
                    .say("Only the first %d rows are shown"
                            .formatted(answer.rows().size()));
        }
        wiring.console().result(answer.documents(), TextTable.of(answer.columns(), answer.texts()));
        return 0;
    }

    private static ReadOnlyQuery.Answer answered(Lakehouse lakehouse, ReadOnlyQuery asked) {
        try {
            return asked.run(lakehouse.newSession(), UnaryOperator.identity());
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            throw Redaction.none().shown(e, "answer the query");
        }
    }

    private static ReadOnlyQuery.Answer ofBackfill(SparkWiring spark, Journal journal, ReadOnlyQuery asked) {
        return spark.of(SparkWiring.frozen(journal)).query(journal).answer(asked);
    }
}
