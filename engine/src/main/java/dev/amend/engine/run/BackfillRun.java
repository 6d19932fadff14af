package dev.amend.engine.run;

import dev.amend.engine.gates.Gate;
import dev.amend.engine.gates.LivePipelineGate;
import dev.amend.engine.gates.RestGate;
import dev.amend.engine.gates.Sleeper;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.RedactingLog;
import dev.amend.engine.lakehouse.RedactingQueries;
import dev.amend.engine.lakehouse.SourcePins;
import dev.amend.engine.observe.RunListener;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.process.Termination;
import dev.amend.engine.publishingmode.PublishingMode;
import dev.amend.engine.reports.LastSeenCommits;
import dev.amend.engine.reports.Reports;
import dev.amend.engine.run.RunEnd.Completed;
import dev.amend.engine.run.RunEnd.Halted;
import dev.amend.engine.run.RunEnd.Stop;
import dev.amend.engine.run.RunEnd.Stopped;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.RefAges;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.reconciliation.checks.RangeChecks;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.report.Report;
import dev.amend.reconciliation.sql.Redaction;
import dev.amend.specs.Batch;
import dev.amend.specs.Execution;
import dev.amend.specs.Specification;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.text.Reason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The work of one process on a backfill, from the current shadow to the report. */
public final class BackfillRun {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final RunJournal journal;
    private final ShadowPlan shadowPlan;
    private final PublishingMode mode;
    private final LastSeenCommits commits;
    private final Reports reports;
    private final RunListener listener;
    private final Clock clock;
    private final Sleeper sleeper;

    /**
     * @param epoch the epoch of the lease that this run holds
     * @param ranBy the person who runs it
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
        this.mode = PublishingMode.of(lakehouse, backfill, clock);
        this.commits = new LastSeenCommits(() -> shadow().committedBatches());
        this.reports = new Reports(journal, backfill, commits, ranBy, clock);
        this.listener = listener;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Builds and reconciles the due batches, and writes the report.
     *
     * @param terminationAsked set once this process was asked to end
     * @throws AmendException naming what is missing or was changed of the results that earlier runs kept; nothing is
     *     written then
     */
    public RunEnd carryOut(RunLimits limits, Supplier<Optional<String>> terminationAsked)
            throws InterruptedException, CommitOutcomeUnknown {
        RedactingLog.about(backfill.specification().target());
        reports.load();
        journal.transition(BackfillState.RUNNING, "");
        List<Batch> due = prepared();
        listener.started(
                backfill.specification().batches().size() - due.size(),
                backfill.specification().batches().size());
        RunEnd end = loop(limits, terminationAsked).carryOut(due);
        return end.fold(completed -> complete(), this::halt, this::stop);
    }

    /**
     * Makes shadow, sources and journal ready for the batches that are due.
     *
     * @throws AmendException if a person has to act first: the backfill is halted then
     */
    private List<Batch> prepared() throws CommitOutcomeUnknown {
        try {
            shadow().prepare();
            correctJournal();
            List<Batch> due = due();
            if (!due.isEmpty()) {
                holdSources();
            }
            return due;
        } catch (AmendException e) {
            if (e.code().kind() == ErrorKind.CHECK_FAILED || e.code().kind() == ErrorKind.USER) {
                journal.transition(BackfillState.HALTED, "%s. %s".formatted(Reason.of(e), e.next()));
            }
            throw e;
        }
    }

    private void holdSources() {
        SourcePins sources = backfill.heldSources(lakehouse);
        sources.require();
        sources.hold(new RefAges(clock.instant(), shadowPlan.keepFor())).forEach(listener::warned);
    }

    private Shadow shadow() {
        return mode.shadow(shadowPlan);
    }

    private void correctJournal() {
        Map<String, CommittedBatch> committed = commits.look();
        for (BatchRecord recorded : journal.journal().batches()) {
            BatchRecord corrected = Checkpoints.corrected(recorded, Optional.ofNullable(committed.get(recorded.id())));
            if (!corrected.equals(recorded)) {
                journal.record(corrected, "as the shadow says");
                reports.forget(recorded.id());
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
        RunFailures failures = new RunFailures();
        SafePoint safePoint = new SafePoint(journal.journal()::control, terminationAsked, limits, clock);
        return new RunLoop(pipeline(safePoint, failures), pause(), safePoint, failures, listener);
    }

    private BatchPipeline pipeline(SafePoint safePoint, RunFailures runFailures) {
        Execution execution = backfill.specification().execution();
        BatchWork work = new BatchWork(lakehouse, backfill, shadowPlan, mode, commits);
        Sessions sessions = new Sessions(lakehouse, execution.spark());
        WaitingBatches waiting = new WaitingBatches(execution.maxConcurrency());
        BatchFailures failures = new BatchFailures(
                journal,
                runFailures,
                safePoint,
                listener,
                new Redaction(backfill.specification().target()),
                Termination::isProcessEnding);
        String jobGroup = Lakehouse.jobGroup(backfill.id());

        return new BatchPipeline(
                new Builds(work, journal, sessions, waiting, failures, listener, clock)::build,
                new Comparisons(work, journal, sessions, waiting, reports, runFailures, failures, listener, clock)
                        ::compareWaiting,
                safePoint,
                () -> lakehouse.spark().sparkContext().cancelJobGroup(jobGroup),
                execution.maxConcurrency());
    }

    private Pause pause() {
        Execution execution = backfill.specification().execution();
        return new Pause(
                gates(execution),
                new RestGate(execution.restBetweenBatches(), clock),
                execution.releaseAfter(),
                journal,
                listener,
                sleeper,
                clock);
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

    /** Completes the run only if every batch is reconciled, regardless of the loop's result. */
    private RunEnd complete() {
        List<String> open = due().stream()
                .map(batch -> "batch %s: it is not reconciled".formatted(batch.id()))
                .toList();
        if (!open.isEmpty()) {
            return halt(new Halted(open));
        }

        try {
            reports.keep(totals());
        } catch (AmendException e) {
            reports.keep(RangeTotals.failed(Reason.of(e)));
            return halt(new Halted(List.of("total: " + Reason.of(e))));
        }

        Report report = reports.write();
        if (report.total().verdict() == Verdict.FAIL) {
            return halted(new Halted(failures(report)));
        }
        journal.transition(BackfillState.BUILT, "report " + report.digest());
        return new Completed();
    }

    private static List<String> failures(Report report) {
        return report.total().findings().stream()
                .filter(Finding::failed)
                .map(finding -> "total: check '%s': expected %s, found %s"
                        .formatted(finding.check(), finding.expected(), finding.found()))
                .toList();
    }

    /** @throws AmendException if a measure that can't be added up over batches has no value for the whole range */
    private RangeTotals totals() {
        Specification specification = backfill.specification();
        return RedactingQueries.ask(
                specification.target(),
                "compute the totals of " + backfill.id(),
                () -> RangeChecks.compute(
                        lakehouse.newSession(),
                        specification,
                        backfill.baselineSnapshotId(),
                        new NewRows.InShadow(shadow().head()),
                        specification.sourceRange().segments()));
    }

    private RunEnd halt(Halted halted) {
        reports.write();
        return halted(halted);
    }

    private RunEnd halted(Halted halted) {
        journal.transition(BackfillState.HALTED, String.join("\n", halted.reasons()));
        return halted;
    }

    private RunEnd stop(Stopped stopped) {
        reports.write();
        BackfillState next = stopped.stop() == Stop.CANCELLED ? BackfillState.CANCELLED : BackfillState.PAUSED;
        journal.transition(next, stopped.reason());
        return stopped;
    }
}
