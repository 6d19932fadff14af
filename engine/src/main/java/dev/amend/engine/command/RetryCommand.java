package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.RunJournal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "retry", description = "make halted or failed batches due again")
final class RetryCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    @Option(
            names = "--batch",
            paramLabel = "BATCH",
            description = "one batch, whatever its state (default: all that failed)")
    private @Nullable String batch;

    private final Surroundings surroundings;

    RetryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.journal(id);
        CommandCode.requireOpen(journal, Control.Wanted.RUN);
        requireKnown(journal);

        List<BatchRecord> again;
        try (HeldLease lease = wiring.lease(journal)) {
            RunJournal held = journal.heldBy(lease);
            again = journal.batches().stream().filter(this::isMeant).toList();
            if (!again.isEmpty()) {
                takeUpAgain(held);
            }
            again.forEach(record -> held.record(record.dueAgain(), "retry"));
        }

        List<String> ids = again.stream().map(BatchRecord::id).toList();
        wiring.console()
                .result(
                        new Document().with("backfill_id", id).with("due", ids).fields(),
                        ids.isEmpty()
                                ? "%s: no batch failed".formatted(id)
                                : "%s: due again: %s%nnext: amend run SPEC".formatted(id, String.join(", ", ids)));
        return 0;
    }

    private void requireKnown(Journal journal) {
        Optional.ofNullable(batch)
                .filter(wanted -> journal.batches().stream()
                        .noneMatch(record -> record.id().equals(wanted)))
                .ifPresent(unknown -> {
                    throw CommandCode.unknownBatch(journal.id(), unknown);
                });
    }

    /** A finished backfill is finished no longer: a run goes on with it, and nothing is published before. */
    private static void takeUpAgain(RunJournal held) {
        BackfillState state = held.journal().status().state();
        if (state == BackfillState.BUILT || state == BackfillState.APPROVED) {
            held.transition(BackfillState.RUNNING, "retry");
            held.transition(BackfillState.PAUSED, "batches are due again, as 'retry' wants it");
        }
    }

    private boolean isMeant(BatchRecord record) {
        return Optional.ofNullable(batch).map(record.id()::equals).orElse(record.state() == BatchState.FAILED);
    }
}
