package dev.amend.engine.command;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "give a backfill up; nothing of it is published")
final class CancelCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Mixin
    private Wish wish = new Wish();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    private final Surroundings surroundings;
    private final PublicationCheck check;

    CancelCommand(Surroundings surroundings, PublicationCheck check) {
        this.surroundings = surroundings;
        this.check = check;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.journal(id);
        CommandCode.requireOpen(journal, Control.Wanted.CANCEL);
        if (wasApproved(journal)) {
            check.requireUnpublished(wiring, journal);
        }
        return wish.record(wiring, id, Control.Wanted.CANCEL);
    }

    /** Without an approval no publish has got as far as its commit. */
    private static boolean wasApproved(Journal journal) {
        return journal.approvals().stream()
                .anyMatch(decision -> decision.decision() == ApprovalRecord.Decision.APPROVED);
    }
}
