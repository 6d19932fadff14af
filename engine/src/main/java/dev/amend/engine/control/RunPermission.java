package dev.amend.engine.control;

import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.Journal;
import java.util.stream.Collectors;

/** Decides whether a run may start or continue a backfill. */
public final class RunPermission {

    private RunPermission() {}

    /** @throws dev.amend.specs.error.AmendException naming each batch that failed and has not been made due again */
    public static void requireNotHalted(Journal journal) {
        String failures = journal.batches().stream()
                .filter(batch -> batch.state() == BatchState.FAILED)
                .map(batch -> "batch %s: %s"
                        .formatted(
                                batch.id(),
                                batch.lastError().map(error -> error.message()).orElse("failed")))
                .collect(Collectors.joining("; "));
        if (!failures.isEmpty()) {
            throw ControlCode.halted(journal.id(), failures);
        }
    }
}
