package dev.amend.engine.command;

import dev.amend.engine.control.BatchRetry;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.Document;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import java.util.List;
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
        BatchRetry retry = wiring.retry(wiring.journal(id));
        List<String> due = batch == null ? retry.retryFailed() : retry.retry(batch);
        wiring.console()
                .result(
                        new Document().with("backfill_id", id).with("due", due).fields(),
                        due.isEmpty()
                                ? "%s: no batch failed".formatted(id)
                                : "%s: due again: %s%nnext: amend run SPEC".formatted(id, String.join(", ", due)));
        return 0;
    }
}
