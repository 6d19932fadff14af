package dev.amend.engine.command;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.TablesAsked;
import dev.amend.engine.wiring.Wiring;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "approve", description = "say yes to exactly what the current report shows")
final class ApproveCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    private final Surroundings surroundings;
    private final TablesAsked tables;

    /** @param tables asks the tables whether an interrupted publication happened */
    ApproveCommand(Surroundings surroundings, TablesAsked tables) {
        this.surroundings = surroundings;
        this.tables = tables;
    }

    @Override
    public Integer call() throws InterruptedException {
        return decision.record(new Wiring(options, surroundings), id, ApprovalRecord.Decision.APPROVED, tables);
    }
}
