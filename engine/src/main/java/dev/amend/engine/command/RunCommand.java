package dev.amend.engine.command;

import dev.amend.engine.control.ControlCode;
import dev.amend.engine.control.RunPermission;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.options.CommandCode;
import dev.amend.engine.options.DryRunOptions;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.StatusView;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.process.Termination;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.run.BackfillFreezer;
import dev.amend.engine.run.BackfillRun;
import dev.amend.engine.run.RunEnd;
import dev.amend.engine.run.RunLimits;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.specs.Specification;
import dev.amend.specs.yaml.ReadSpecification;
import dev.amend.specs.yaml.SpecificationReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        wiring.user();
        dry.requireSense(Optional.ofNullable(maxBatches), Optional.ofNullable(stopAfter));
        if (dry.isAsked()) {
            return new DryRunFlow(wiring, specification, dry.batches(Optional.ofNullable(maxBatches)))
                    .carryOut(dry.folder(specification));
        }

        Journal journal = wiring.journals().openToRun(specification.id());
        BackfillFreezer.require(read, journal);

        SparkWiring spark = new SparkWiring(wiring);
        // before the lease: a process that is asked to end while Spark starts hands the lease back, too
        try (Termination termination = Termination.watch();
                HeldLease lease = spark.lease(journal)) {
            if (!journal.status().state().isBeforeBuilt()) {
                return nothingToDo(wiring, journal);
            }
            RunPermission.requireNotHalted(journal);

            FrozenBackfill backfill = spark.freezer().open(read, journal.heldBy(lease));
            return show(
                    wiring, journal, carryOut(spark.of(backfill).run(journal, lease), journal, termination, limits));
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

    private static RunEnd carryOut(BackfillRun run, Journal journal, Termination termination, RunLimits limits)
            throws InterruptedException {
        try {
            return run.carryOut(limits, termination::asked);
        } catch (CommitOutcomeUnknown e) {
            throw ReleaseCode.outcomeUnknown(journal.id(), "run SPEC", e);
        }
    }

    private static int nothingToDo(Wiring wiring, Journal journal) {
        StatusView view = wiring.status(journal);
        wiring.console().result(view.document(), view.text());
        return journal.status().state() == BackfillState.CANCELLED ? 7 : 0;
    }

    private static int show(Wiring wiring, Journal journal, RunEnd end) {
        return end.fold(
                completed -> {
                    StatusView view = wiring.status(journal);
                    wiring.console().result(view.document(), view.text());
                    return 0;
                },
                halted -> {
                    throw ControlCode.halted(journal.id(), String.join("; ", halted.reasons()));
                },
                stopped -> {
                    StatusView view = wiring.status(journal);
                    wiring.console().result(view.document(), view.text());
                    return stopped.stop().exitCode();
                });
    }
}
