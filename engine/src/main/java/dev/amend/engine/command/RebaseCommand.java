package dev.amend.engine.command;

import dev.amend.engine.control.ControlCode;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Control.Wanted;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.options.CommandCode;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.Console;
import dev.amend.engine.output.Document;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.publish.Rebase;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "rebase", description = "take up drift: pin again, make only the touched batches due")
final class RebaseCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    private final Surroundings surroundings;

    RebaseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.journal(id);
        ControlCode.requireOpen(journal, Wanted.RUN);
        if (journal.status().state() == BackfillState.READY) {
            throw CommandCode.notRun(journal.id());
        }
        FrozenBackfill backfill = SparkWiring.frozen(journal);
        SparkWiring spark = new SparkWiring(wiring);

        try (HeldLease lease = spark.lease(journal)) {
            show(wiring.console(), spark.of(backfill).rebase(journal, lease).rebase());
            return 0;
        } catch (CommitOutcomeUnknown e) {
            throw ReleaseCode.outcomeUnknown(journal.id(), "rebase " + id, e);
        }
    }

    private void show(Console console, Rebase.Outcome outcome) {
        outcome.warnings().forEach(warning -> console.say("amend: warning: " + warning));
        String batches = outcome.due().entrySet().stream()
                .map(batch -> "  %s: %s%n".formatted(batch.getKey(), batch.getValue()))
                .collect(Collectors.joining());
        console.result(
                new Document()
                        .with("backfill_id", id)
                        .with("due", outcome.due())
                        .with("filled", outcome.filled())
                        .fields(),
                "%s is rebased on the target and the sources as they are now; %d batch(es) are due again%s%n%s%sAny approval is void.%nnext: amend run SPEC"
                        .formatted(
                                id,
                                outcome.due().size(),
                                outcome.due().isEmpty() ? "" : ":",
                                batches,
                                filled(outcome.filled())));
    }

    private static String filled(List<String> columns) {
        return columns.isEmpty()
                ? ""
                : "The transform does not return %s, added since it was frozen: new rows have the default or null there.%n"
                        .formatted(String.join(", ", columns));
    }
}
