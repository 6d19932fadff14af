package dev.amend.engine.command;

import dev.amend.engine.journal.ApprovalRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "approve", description = "say yes to exactly what the current report shows")
final class ApproveCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Mixin
    private OwnersDecision decision = new OwnersDecision();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    private final Surroundings surroundings;

    ApproveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return decision.record(new Wiring(options, surroundings), id, ApprovalRecord.Decision.APPROVED);
    }
}
