package dev.amend.engine.run;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.lakehouse.DiscreetLog;
import dev.amend.engine.lakehouse.DiscreetQueries;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.mode.Mode;
import dev.amend.engine.observe.RunListener;
import dev.amend.engine.pace.Gate;
import dev.amend.engine.pace.LivePipelineGate;
import dev.amend.engine.pace.RestGate;
import dev.amend.engine.pace.Sleeper;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.run.RunEnd.Completed;
import dev.amend.engine.run.RunEnd.Halted;
import dev.amend.engine.run.RunEnd.Stop;
import dev.amend.engine.run.RunEnd.Stopped;
import dev.amend.publish.CommittedBatch;
import dev.amend.publish.Shadow;
import dev.amend.publish.ShadowPlan;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.reconciliation.Discretion;
import dev.amend.reconciliation.NewRows;
import dev.amend.reconciliation.RangeTotals;
import dev.amend.reconciliation.report.Report;
import dev.amend.reconciliation.report.Verdict;
import dev.amend.specs.AmendException;
import dev.amend.specs.Batch;
import dev.amend.specs.Execution;
import dev.amend.specs.Reason;
import dev.amend.specs.Specification;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One process working on a backfill, from the shadow as it is to the report. */
public final class BackfillRun {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final RunJournal journal;
    private final ShadowPlan shadowPlan;
    private final Mode mode;
    private final SeenCommits commits;
    private final Reports reports;
    private final RunListener listener;
    private final Clock clock;
    private final Sleeper sleeper;

    /**
     * @param epoch of the lease that this run holds
     * @param ranBy who runs it
     */
    public BackfillRun(
            Lakehouse lakehouse,
            FrozenBackfill backfill,
            RunJournal journal,
            long epoch,
            String ranBy,
            RunListener listener,
            Clock clock,
            Sleeper sleeper) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.journal = journal;
        this.shadowPlan = backfill.shadowPlan(epoch);
        this.mode = Mode.of(lakehouse, backfill, clock);
        this.commits = new SeenCommits(() -> shadow().committedBatches());
        this.reports = new Reports(journal, backfill, commits, ranBy, clock);
        this.listener = listener;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Builds and reconciles what is due, and writes the report.
     *
     * @param terminationAsked set once this process was asked to end
     */
    public RunEnd carryOut(RunLimits limits, Supplier<Optional<String>> terminationAsked)
            throws InterruptedException, CommitOutcomeUnknown {
        DiscreetLog.about(backfill.specification().target());
        journal.transition(BackfillState.RUNNING, "");
        shadow().prepare();
        mendJournal();
        reports.load();

        List<Batch> due = due();
        listener.started(
                backfill.specification().batches().size() - due.size(),
                backfill.specification().batches().size());
        RunEnd end = loop(limits, terminationAsked).carryOut(due);
        return end.fold(completed -> complete(), this::halt, this::stop);
    }

    private Shadow shadow() {
        return mode.shadow(shadowPlan);
    }

    private void mendJournal() {
        Map<String, CommittedBatch> committed = commits.look();
        for (BatchRecord recorded : journal.journal().batches()) {
            BatchRecord mended = Checkpoints.mended(recorded, Optional.ofNullable(committed.get(recorded.id())));
            if (!mended.equals(recorded)) {
                journal.record(mended, "as the shadow says");
            }
        }
    }

    private List<Batch> due() {
        return journal.journal().batches().stream()
                .filter(record -> record.state() != BatchState.RECONCILED)
                .map(record -> backfill.batch(record.id()))
                .toList();
    }

    private RunLoop loop(RunLimits limits, Supplier<Optional<String>> terminationAsked) {
        Execution execution = backfill.specification().execution();
        BatchWork work = new BatchWork(lakehouse, backfill, shadowPlan, mode, commits);
        String jobGroup = Lakehouse.jobGroup(backfill.id());

        return new RunLoop(new RunLoop.Parts(
                work,
                journal,
                reports,
                new Sessions(lakehouse, execution.spark()),
                new Pause(
                        gates(execution),
                        new RestGate(execution.restBetweenBatches(), clock),
                        execution.releaseAfter(),
                        journal,
                        listener,
                        sleeper,
                        clock),
                new SafePoint(journal.journal()::control, terminationAsked, limits, clock),
                () -> lakehouse.spark().sparkContext().cancelJobGroup(jobGroup),
                listener,
                new Discretion(backfill.specification().target()),
                clock,
                execution.maxConcurrency()));
    }

    private List<Gate> gates(Execution execution) {
        List<Gate> gates = new ArrayList<>();
        execution
                .livePipeline()
                .ifPresent(live -> gates.add(new LivePipelineGate(
                        () -> lakehouse.lastForeignCommit(
                                backfill.specification().target().table()),
                        live.quietFor(),
                        clock)));
        return gates;
    }

    /** Only a backfill whose every batch is reconciled is built, whatever the loop believes. */
    private RunEnd complete() {
        List<String> open = due().stream()
                .map(batch -> "batch %s: it is not reconciled".formatted(batch.id()))
                .toList();
        if (!open.isEmpty()) {
            return halt(new Halted(open));
        }

        RangeTotals totals;
        try {
            totals = totals();
        } catch (AmendException e) {
            return halt(new Halted(List.of("total: " + Reason.of(e))));
        }

        Report report = reports.write(totals);
        if (report.total().verdict() == Verdict.FAIL) {
            return halt(new Halted(report.total().findings().stream()
                    .filter(finding -> finding.failed())
                    .map(finding -> "total: check '%s': expected %s, found %s"
                            .formatted(finding.check(), finding.expected(), finding.found()))
                    .toList()));
        }
        journal.transition(BackfillState.BUILT, "report " + report.digest());
        return new Completed();
    }

    /** @throws AmendException if a measure that batches can't be added up for has no value for the whole range */
    private RangeTotals totals() {
        Specification specification = backfill.specification();
        return DiscreetQueries.ask(
                specification.target(),
                "compute the totals of " + backfill.id(),
                () -> RangeTotals.compute(
                        lakehouse.newSession(),
                        specification,
                        backfill.baselineSnapshotId(),
                        new NewRows.InShadow(shadow().head()),
                        specification.sourceRange().segments()));
    }

    private RunEnd halt(Halted halted) {
        reports.write(RangeTotals.NONE);
        journal.transition(BackfillState.HALTED, String.join("\n", halted.reasons()));
        return halted;
    }

    private RunEnd stop(Stopped stopped) {
        reports.write(RangeTotals.NONE);
        BackfillState next = stopped.stop() == Stop.CANCELLED ? BackfillState.CANCELLED : BackfillState.PAUSED;
        journal.transition(next, stopped.reason());
        return stopped;
    }
}
