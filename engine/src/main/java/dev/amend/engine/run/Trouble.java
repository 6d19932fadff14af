package dev.amend.engine.run;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** What went wrong with batches in flight, collected from their threads. */
final class Trouble {
    private final ConcurrentLinkedQueue<BatchFailure> failures = new ConcurrentLinkedQueue<>();
    private final AtomicReference<RuntimeException> lostLease = new AtomicReference<>();

    void add(BatchFailure failure) {
        failures.add(failure);
    }

    void leaseLost(RuntimeException e) {
        lostLease.compareAndSet(null, e);
    }

    boolean happened() {
        return !failures.isEmpty() || lostLease.get() != null;
    }

    List<String> reasons() {
        return failures.stream().map(BatchFailure::sentence).toList();
    }

    /** Another run has taken over: whatever else happened is its business now. */
    void rethrowLostLease() {
        RuntimeException lost = lostLease.get();
        if (lost != null) {
            throw lost;
        }
    }
}
