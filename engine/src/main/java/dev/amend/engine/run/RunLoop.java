package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.observe.RunListener;
import dev.amend.engine.run.RunEnd.Completed;
import dev.amend.engine.run.RunEnd.Halted;
import dev.amend.engine.run.RunEnd.Stopped;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.reconciliation.Discretion;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/**
 * The loop: for each batch that is due, wait for the live pipeline, build, reconcile, record.
 *
 * <p>Batches overlap: at most {@code max_concurrency} are being built, and as many more being reconciled meanwhile.
 */
final class RunLoop {
    private static final Duration LOOK_AROUND = Duration.ofMillis(250);
    /** For each batch that is built at a time, so many may be built or wait for their comparison. */
    private static final int IN_FLIGHT = 4;
    /** Ends waiting for a gate; what the run ends with is in the trouble. */
    private static final Stopped HALTING = new Stopped(RunEnd.Stop.LIMIT, "a batch failed");

    private final BatchWork work;
    private final RunJournal journal;
    private final Sessions sessions;
    private final Pause pause;
    private final SafePoint safePoint;
    private final JobCanceller canceller;
    private final RunListener listener;
    private final Clock clock;
    private final int maxConcurrency;
    private final Trouble trouble = new Trouble();
    private final BatchFailures failures;
    private final Comparisons comparisons;

    RunLoop(Parts parts) {
        this.work = parts.work();
        this.journal = parts.journal();
        this.sessions = parts.sessions();
        this.pause = parts.pause();
        this.safePoint = parts.safePoint();
        this.canceller = parts.canceller();
        this.listener = parts.listener();
        this.clock = parts.clock();
        this.maxConcurrency = parts.maxConcurrency();
        this.failures = new BatchFailures(journal, trouble, safePoint, listener, parts.discretion());
        this.comparisons = new Comparisons(work, journal, parts.reports(), trouble, failures, listener, clock);
    }

    /** What the loop is put together from. */
    record Parts(
            BatchWork work,
            RunJournal journal,
            Reports reports,
            Sessions sessions,
            Pause pause,
            SafePoint safePoint,
            JobCanceller canceller,
            RunListener listener,
            Discretion discretion,
            Clock clock,
            int maxConcurrency) {}

    /** Works through the batches that are not reconciled yet, in their order. */
    RunEnd carryOut(List<Batch> batches) throws InterruptedException {
        Semaphore buildSlots = new Semaphore(maxConcurrency);
        Semaphore batchSlots = new Semaphore(IN_FLIGHT * maxConcurrency);
        ExecutorService builders = Executors.newFixedThreadPool(maxConcurrency);
        ExecutorService comparers = Executors.newFixedThreadPool(maxConcurrency);
        Optional<Stopped> stopped = Optional.empty();
        int begun = 0;

        try {
            for (Batch batch : batches) {
                stopped = waitForTurn(batchSlots, buildSlots, begun);
                if (stopped.isPresent() || trouble.happened()) {
                    break;
                }
                begun++;
                builders.execute(() -> build(batch, buildSlots, batchSlots, comparers));
            }
        } finally {
            stopped.ifPresent(stop -> listener.stopping(stop.reason()));
            // in this order: what was built is handed to the comparers
            drain(builders);
            drain(comparers);
        }

        trouble.rethrowLostLease();
        if (trouble.happened()) {
            return new Halted(trouble.reasons());
        }
        return stopped.<RunEnd>map(stop -> stop).orElseGet(Completed::new);
    }

    /** Takes a slot for the next batch once no gate holds, or says why the run stops here. */
    private Optional<Stopped> waitForTurn(Semaphore batchSlots, Semaphore buildSlots, int begun)
            throws InterruptedException {
        takeSlot(batchSlots);
        takeSlot(buildSlots);
        Optional<Stopped> stopped = trouble.happened() ? Optional.empty() : safePoint.stop(begun);
        return stopped.isPresent() || trouble.happened()
                ? stopped
                : pause.untilNothingHolds(() -> trouble.happened() ? Optional.of(HALTING) : safePoint.stop(0));
    }

    private void takeSlot(Semaphore slots) throws InterruptedException {
        while (!slots.tryAcquire(LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS)) {
            cancelJobsIfAsked();
        }
    }

    private void drain(ExecutorService workers) throws InterruptedException {
        workers.shutdown();
        while (!workers.awaitTermination(LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS)) {
            cancelJobsIfAsked();
        }
    }

    private void cancelJobsIfAsked() {
        if (safePoint.cancelsJobs()) {
            canceller.cancelJobs();
        }
    }

    private void build(Batch batch, Semaphore buildSlots, Semaphore batchSlots, ExecutorService comparers) {
        SparkSession session = sessions.take();
        try {
            comparisons.add(work.describe(batch, build(session, batch)));
            comparers.execute(() -> comparisons.compareWaiting(sessions, batchSlots::release));
        } catch (Throwable e) {
            // not only runtime exceptions: Spark throws checked ones that it does not declare, and no batch may get
            // lost
            failures.add(batch, e);
            batchSlots.release();
        } finally {
            sessions.giveBack(session);
            buildSlots.release();
        }
    }

    /** Builds a batch, unless its commit is in the shadow already. */
    private BatchRecord build(SparkSession session, Batch batch) throws CommitOutcomeUnknown {
        BatchRecord recorded = journal.journal().batch(batch.id()).orElseGet(() -> BatchRecord.due(batch.id()));
        if (recorded.state() == BatchState.BUILT) {
            return recorded;
        }

        Instant start = clock.instant();
        BatchRecord building = recorded.building(start);
        journal.record(building, "");
        listener.building(batch, building.attempts());

        var committed = work.build(session, batch, building.attempts());
        Duration took = Duration.between(start, clock.instant());
        BatchRecord built = building.built(committed.snapshotId(), committed.rows(), committed.bytes(), took);
        journal.record(built, "");
        listener.built(batch, committed.rows(), took);
        return built;
    }
}
