package dev.amend.engine.run;

import dev.amend.engine.observe.RunListener;
import dev.amend.engine.run.RunEnd.Completed;
import dev.amend.engine.run.RunEnd.Halted;
import dev.amend.engine.run.RunEnd.Stopped;
import dev.amend.specs.Batch;
import java.util.List;
import java.util.Optional;

/** The loop: for each batch that is due, wait for its turn, wait for the live pipeline, build and reconcile it. */
final class RunLoop {
    private final BatchPipeline pipeline;
    private final Pause pause;
    private final SafePoint safePoint;
    private final RunFailures failures;
    private final RunListener listener;

    RunLoop(BatchPipeline pipeline, Pause pause, SafePoint safePoint, RunFailures failures, RunListener listener) {
        this.pipeline = pipeline;
        this.pause = pause;
        this.safePoint = safePoint;
        this.failures = failures;
        this.listener = listener;
    }

    /** Works through the batches that are not reconciled yet, in their order. */
    RunEnd carryOut(List<Batch> batches) throws InterruptedException {
        Optional<Stopped> stopped = Optional.empty();
        try {
            for (Batch batch : batches) {
                pipeline.awaitTurn();
                stopped = waitWhileSomethingHolds();
                if (stopped.isPresent() || failures.happened()) {
                    break;
                }
                safePoint.beginBatch();
                pipeline.begin(batch);
            }
        } finally {
            stopped.ifPresent(stop -> listener.stopping(stop.reason()));
            pipeline.finish();
        }

        failures.rethrowIfRunTaken();
        if (failures.happened()) {
            return new Halted(failures.reasons());
        }
        return stopped.<RunEnd>map(stop -> stop).orElseGet(Completed::new);
    }

    private Optional<Stopped> waitWhileSomethingHolds() throws InterruptedException {
        return failures.happened() ? Optional.empty() : pause.untilNothingHolds(safePoint::stop, failures::happened);
    }
}
