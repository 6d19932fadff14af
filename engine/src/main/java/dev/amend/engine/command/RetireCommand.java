package dev.amend.engine.command;

import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.options.PersonName;
import dev.amend.engine.output.Document;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.process.Termination;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.retirement.Retirement;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "retire", description = "after the rollback window: let shadow, tags and old files go")
final class RetireCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "who signs off")
    private PersonName by = PersonName.UNKNOWN;

    private final Surroundings surroundings;

    RetireCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.journal(id);
        FrozenBackfill backfill = SparkWiring.frozen(journal);
        SparkWiring spark = new SparkWiring(wiring);
        spark.of(backfill).mayRetire(journal).require();

        try (Termination termination = Termination.watch();
                HeldLease lease = spark.lease(journal)) {
            Retirement.Retired retired = spark.of(backfill)
                    .releases(journal.heldBy(lease), by.value(), termination)
                    .retire("signed off by " + by);
            wiring.console()
                    .result(
                            new Document()
                                    .with("backfill_id", id)
                                    .with("refs", retired.refs())
                                    .with("snapshots", retired.snapshots())
                                    .with("files", retired.files())
                                    .with("notes", retired.notes())
                                    .fields(),
                            "%s is RETIRED: %d refs, %d snapshots and %d files were let go%s"
                                    .formatted(
                                            id,
                                            retired.refs(),
                                            retired.snapshots(),
                                            retired.files(),
                                            retired.notes().stream()
                                                    .map(note -> "%n  %s".formatted(note))
                                                    .collect(Collectors.joining())));
            return 0;
        } catch (CommitOutcomeUnknown e) {
            throw ReleaseCode.outcomeUnknown(journal.id(), "retire %s --by NAME".formatted(id), e);
        }
    }
}
