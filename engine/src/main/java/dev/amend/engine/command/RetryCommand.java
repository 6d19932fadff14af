package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.RunJournal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
        CommandCode.requireOpen(journal, dev.amend.engine.journal.Control.Wanted.RUN);
        requireKnownBatch(journal);

        List<BatchRecord> again;
        try (HeldLease lease =
                wiring.leases().acquire(journal.id(), UUID.randomUUID().toString())) {
            RunJournal held = journal.heldBy(lease);
            again = journal.batches().stream().filter(this::isMeant).toList();
            makeDue(held, again);
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

    private void requireKnownBatch(Journal journal) {
        Optional.ofNullable(batch)
                .filter(asked -> journal.batches().stream().noneMatch(this::isMeant))
                .ifPresent(asked -> {
                    throw CommandCode.unknownBatch(journal.id(), asked);
                });
    }

    /** A finished backfill is reopened first: after a crash in between the next run finds out that nothing is due. */
    private static void makeDue(RunJournal held, List<BatchRecord> again) {
        BackfillState state = held.journal().status().state();
        boolean finished = state == BackfillState.BUILT || state == BackfillState.APPROVED;
        if (finished && !again.isEmpty()) {
            held.transition(BackfillState.RUNNING, "retry");
        }

        again.forEach(record -> held.record(record.dueAgain(), "retry"));
        if (finished && !again.isEmpty()) {
            held.transition(BackfillState.PAUSED, "%d batch(es) are due again".formatted(again.size()));
        }
    }

    private boolean isMeant(BatchRecord record) {
        return Optional.ofNullable(batch).map(record.id()::equals).orElse(record.state() == BatchState.FAILED);
    }
}
