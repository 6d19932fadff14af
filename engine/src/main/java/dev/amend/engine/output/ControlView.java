package dev.amend.engine.output;

import dev.amend.engine.control.ControlOutcome;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import dev.amend.specs.BackfillId;
import java.util.Map;

/** The recorded pause, resume or cancel, and what to do next. */
public final class ControlView {
    private final Journal journal;
    private final ControlOutcome outcome;

    public ControlView(Journal journal, ControlOutcome outcome) {
        this.journal = journal;
        this.outcome = outcome;
    }

    public Map<String, Object> document() {
        Control control = outcome.recorded();
        return new Document()
                .with("backfill_id", journal.id().value())
                .with("wanted", control.wanted().name())
                .with("by", control.by())
                .with("reason", control.reason())
                .with("at", control.at().toString())
                .with("running", outcome.running())
                .fields();
    }

    public String text() {
        Control.Wanted wanted = outcome.recorded().wanted();
        String recorded = "%s: %s is recorded".formatted(journal.id(), wanted);
        return switch (wanted) {
            case RUN -> recorded + "\nnext: " + afterResume();
            case PAUSE, CANCEL ->
                outcome.running()
                        ? recorded + "; the run stops at its next safe point\nnext: amend status " + journal.id()
                        : recorded + "; no run is working on it";
        };
    }

    private String afterResume() {
        BackfillId id = journal.id();
        return switch (journal.status().state()) {
            case READY, RUNNING, WAITING, PAUSED, HALTED -> "amend run SPEC";
            case BUILT -> "amend report %s, then amend approve %s --by NAME --reason TEXT".formatted(id, id);
            case APPROVED -> "amend publish " + id;
            case PUBLISHED, ROLLED_BACK, CANCELLED, RETIRED -> "amend status " + id;
        };
    }
}
