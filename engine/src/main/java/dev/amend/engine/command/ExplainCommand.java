package dev.amend.engine.command;

import dev.amend.engine.explain.Explanation;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.ExplainDocument;
import dev.amend.engine.output.ExplainText;
import dev.amend.engine.output.ShownCells;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.wiring.BackfillWiring;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "why a row changed: old row, new row, source rows, rule, batch and snapshots")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    @Option(
            names = "--key",
            required = true,
            paramLabel = "COLUMN=VALUE,...",
            description = "a value for each column of target.key; a value with a comma in quotes: name='Smith, Jones'")
    private List<String> key = new ArrayList<>();

    private final Surroundings surroundings;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.snapshot(id);
        BackfillWiring parts = new SparkWiring(wiring).of(SparkWiring.frozen(journal));
        Explanation explanation = parts.explainer(journal).explain(key);

        FrozenBackfill backfill = parts.spelled();
        BackfillState state = journal.status().state();
        ShownCells cells = ShownCells.of(backfill.specification());
        wiring.console()
                .result(
                        new ExplainDocument(backfill, state, cells).of(explanation),
                        new ExplainText(backfill, state, cells).of(explanation));
        return 0;
    }
}
