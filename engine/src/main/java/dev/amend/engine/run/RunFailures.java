package dev.amend.engine.run;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** The failures of batches in flight, collected from their threads. */
final class RunFailures {
    private final ConcurrentLinkedQueue<BatchFailure> failures = new ConcurrentLinkedQueue<>();
    private final AtomicReference<RuntimeException> taken = new AtomicReference<>();

    void add(BatchFailure failure) {
        failures.add(failure);
    }

    /** Notes that this run may not record anything any more: it lost its lease, or its process is ending. */
    void runTaken(RuntimeException e) {
        taken.compareAndSet(null, e);
    }

    boolean happened() {
        return !failures.isEmpty() || taken.get() != null;
    }

    List<String> reasons() {
        return failures.stream().map(BatchFailure::sentence).toList();
    }

    /** Rethrows that reason; the next run has to deal with all other failures. */
    void rethrowIfRunTaken() {
        RuntimeException e = taken.get();
        if (e != null) {
            throw e;
        }
    }
}
