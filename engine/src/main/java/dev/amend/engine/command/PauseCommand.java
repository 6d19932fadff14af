package dev.amend.engine.command;

import dev.amend.engine.control.ControlOutcome;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.ControlView;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "pause", description = "stop at the next safe point; finished batches stay")
final class PauseCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Mixin
    private SaidBy said = new SaidBy();

    @Option(names = "--now", description = "cancel the Spark jobs of the batches in flight as well")
    private boolean now;

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    private final Surroundings surroundings;

    PauseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.journal(id);
        ControlOutcome outcome =
                wiring.control(journal).pause(said.request(wiring), now ? Control.Mode.NOW : Control.Mode.DRAIN);
        ControlView view = new ControlView(journal, outcome);
        wiring.console().result(view.document(), view.text());
        return 0;
    }
}
