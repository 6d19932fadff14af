package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.observe.ProgressLines;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.plan.Planner;
import dev.amend.engine.release.ReleaseCode;
import dev.amend.engine.run.BackfillRun;
import dev.amend.engine.run.Opening;
import dev.amend.engine.run.RunEnd;
import dev.amend.engine.run.RunLimits;
import dev.amend.engine.run.Termination;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.specs.Specification;
import dev.amend.specs.yaml.ReadSpecification;
import dev.amend.specs.yaml.SpecificationReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "run", description = "build and reconcile the batches that are due; goes on where it stopped")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "SPEC", description = "the specification file")
    private Path file = Path.of("");

    @Option(names = "--max-batches", paramLabel = "N", description = "begin no more than N batches, then exit 7")
    private @Nullable Integer maxBatches;

    @Mixin
    private DryRunOptions dry = new DryRunOptions();

    @Option(names = "--stop-after", paramLabel = "TIME", description = "begin no batch after this moment, then exit 7")
    private @Nullable Instant stopAfter;

    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Wiring wiring = new Wiring(options, surroundings);
        ReadSpecification read = SpecificationReader.read(file);
        Specification specification = read.specification();
        RunLimits limits = limits(specification);
        dry.requireSense(Optional.ofNullable(maxBatches), Optional.ofNullable(stopAfter));
        if (dry.isAsked()) {
            return new TryOut(wiring, specification, dry.batches(Optional.ofNullable(maxBatches)))
                    .carryOut(dry.folder(specification));
        }

        Journal journal = wiring.journals().openOrNew(specification.id());
        Opening.require(read, journal);

        SparkWiring spark = new SparkWiring(wiring);
        // before the lease: who is asked to end while Spark starts hands it back, too
        try (Termination termination = Termination.watch();
                HeldLease lease = spark.lease(journal)) {
            if (isOver(journal.status().state())) {
                return nothingToDo(wiring, journal);
            }
            requireNotHalted(journal);

            Lakehouse lakehouse = spark.lakehouse();
            RunJournal held = journal.heldBy(lease);
            FrozenBackfill backfill =
                    new Opening(new Planner(lakehouse), spark.planRecords(), wiring.clock()).open(read, held);
            return carryOut(wiring, lakehouse, backfill, held, lease, termination, limits);
        }
    }

    private RunLimits limits(Specification specification) {
        try {
            return new RunLimits(
                    Optional.ofNullable(maxBatches).orElse(Integer.MAX_VALUE),
                    Optional.ofNullable(stopAfter).or(specification.execution()::stopAfter));
        } catch (IllegalArgumentException e) {
            throw CommandCode.invalidOption("run", e);
        }
    }

    private int carryOut(
            Wiring wiring,
            Lakehouse lakehouse,
            FrozenBackfill backfill,
            RunJournal held,
            HeldLease lease,
            Termination termination,
            RunLimits limits)
            throws InterruptedException {
        try {
            RunEnd end = new BackfillRun(
                            lakehouse,
                            backfill,
                            held,
                            lease.epoch(),
                            surroundings.user(),
                            new ProgressLines(wiring.console()::say, held.journal(), wiring.clock()),
                            wiring.clock(),
                            surroundings.sleeper())
                    .carryOut(limits, termination::asked);
            return show(wiring, held.journal(), end);
        } catch (CommitOutcomeUnknown e) {
            throw ReleaseCode.outcomeUnknown(backfill.id(), "run SPEC", e);
        }
    }

    private static boolean isOver(BackfillState state) {
        return switch (state) {
            case READY, RUNNING, WAITING, PAUSED, HALTED -> false;
            case BUILT, APPROVED, PUBLISHED, ROLLED_BACK, CANCELLED, RETIRED -> true;
        };
    }

    private static int nothingToDo(Wiring wiring, Journal journal) {
        StatusView view = wiring.status(journal);
        wiring.console().result(view.document(), view.text());
        return journal.status().state() == BackfillState.CANCELLED ? 7 : 0;
    }

    private static void requireNotHalted(Journal journal) {
        String failures = journal.batches().stream()
                .filter(batch -> batch.state() == BatchState.FAILED)
                .map(batch -> "batch %s: %s"
                        .formatted(
                                batch.id(),
                                batch.lastError().map(error -> error.message()).orElse("failed")))
                .collect(Collectors.joining("; "));
        if (!failures.isEmpty()) {
            throw CommandCode.halted(journal.id(), failures);
        }
    }

    private static int show(Wiring wiring, Journal journal, RunEnd end) {
        return end.fold(
                completed -> {
                    StatusView view = wiring.status(journal);
                    wiring.console().result(view.document(), view.text());
                    return 0;
                },
                halted -> {
                    throw CommandCode.halted(journal.id(), String.join("; ", halted.reasons()));
                },
                stopped -> {
                    StatusView view = wiring.status(journal);
                    wiring.console().result(view.document(), view.text());
                    return stopped.stop().exitCode();
                });
    }
}
