package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person wants of a backfill, and why. */
final class Wish {
    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept on record")
    private String reason = "";

    @Option(names = "--now", description = "cancel the Spark jobs of the batches in flight as well")
    private boolean now;

    @Option(names = "--by", paramLabel = "NAME", description = "who wants it (default: you)")
    private @Nullable String by;

    /** Records what is wanted. A run in flight obeys at its next safe point; without one it is carried out here. */
    int record(Wiring wiring, String id, Control.Wanted wanted) {
        Journal journal = wiring.journal(id);
        CommandCode.requireOpen(journal, wanted);
        String person = wiring.by(Optional.ofNullable(by));
        Control.Mode mode = now ? Control.Mode.NOW : Control.Mode.DRAIN;
        Control control = journal.control(person, reason, before -> before.withWish(wanted, mode));

        boolean running = wiring.runAtWork(journal).isPresent();
        if (!running && wanted == Control.Wanted.CANCEL) {
            journal.transition(BackfillState.CANCELLED, person, reason);
        }

        Document document = new Document()
                .with("backfill_id", id)
                .with("wanted", control.wanted().name())
                .with("by", control.by())
                .with("reason", control.reason())
                .with("at", control.at().toString())
                .with("running", running);
        wiring.console().result(document.fields(), sentence(id, wanted, running));
        return 0;
    }

    private static String sentence(String id, Control.Wanted wanted, boolean running) {
        String what = "%s: %s is recorded".formatted(id, wanted);
        return switch (wanted) {
            case RUN -> what + "\nnext: amend run SPEC";
            case PAUSE, CANCEL ->
                running
                        ? what + "; the run stops at its next safe point\nnext: amend status " + id
                        : what + "; no run is working on it";
        };
    }
}
