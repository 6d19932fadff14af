package dev.amend.engine.command;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.StatusView;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "where a backfill stands, and what it waits for")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    private final Surroundings surroundings;

    /** The complete output, computed before anything is printed. */
    private record Shown(Map<String, @Nullable Object> document, String text) {
        static Shown of(StatusView view) {
            return new Shown(view.document(), view.text());
        }
    }

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.snapshot(id);
        Shown shown = wiring.journals().reading(journal.id(), () -> Shown.of(wiring.status(journal)));
        wiring.console().result(shown.document(), shown.text());
        return 0;
    }
}
