package dev.amend.engine.journal;

import dev.amend.engine.store.StateObjects;
import dev.amend.specs.error.AmendException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease that this process holds: a heartbeat in the background shows that its run is alive. */
public final class HeldLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

    private final LeaseObject object;
    private final Lease.Holder holder;
    private final long epoch;
    private final Scheduler.Repetition heartbeat;
    private volatile boolean lost;
    private volatile boolean closed;

    HeldLease(LeaseObject object, Lease taken, Scheduler scheduler) {
        this.object = object;
        this.holder = taken.holder();
        this.epoch = taken.epoch();
        this.heartbeat = scheduler.every(object.times().heartbeat(), this::beat);
    }

    public long epoch() {
        return epoch;
    }

    /** The run that holds the lease. */
    public Lease.Holder holder() {
        return holder;
    }

    /** Returns whether another run was seen to take the lease. Cheap: does not read the store. */
    public boolean isLost() {
        return lost;
    }

    /**
     * Checks in the store that the lease is still ours.
     *
     * @throws AmendException of code {@link JournalCode#LEASE_LOST} if another run took it
     * @throws IllegalStateException if it was handed back
     */
    public void check() {
        if (closed) {
            throw new IllegalStateException("The lease of %s was handed back".formatted(object.id()));
        }
        if (lost || !isOurs(object.read().map(StateObjects.Stored::value))) {
            throw lost();
        }
    }

    /** Ends the heartbeat and hands the lease back. Harmless when repeated, or when the lease is lost. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }

        closed = true;
        heartbeat.stop();
        try {
            changeIfOurs(Lease::handedBack);
        } catch (AmendException e) {
            LOG.warn(
                    "Lease not handed back backfill={} run={} reason=\"{}\"",
                    object.id(),
                    holder.runId(),
                    e.getMessage());
        }
    }

    /** Marks the lease as lost and returns the exception to throw. */
    AmendException lost() {
        lost = true;
        return JournalCode.lost(object.id(), holder, epoch, object.read().map(StateObjects.Stored::value));
    }

    /** Writes a heartbeat; a failed one loses nothing, because the next one and every write check again. */
    private synchronized void beat() {
        if (closed || lost) {
            return;
        }

        try {
            if (!changeIfOurs(object::beaten)) {
                lost = true;
                LOG.warn("Lease lost backfill={} run={} epoch={}", object.id(), holder.runId(), epoch);
            }
        } catch (RuntimeException e) {
            LOG.warn("Heartbeat failed backfill={} run={} reason=\"{}\"", object.id(), holder.runId(), e.getMessage());
        }
    }

    private boolean changeIfOurs(UnaryOperator<Lease> change) {
        for (; ; ) {
            Optional<StateObjects.Stored<Lease>> stored = object.read();
            if (!isOurs(stored.map(StateObjects.Stored::value))) {
                return false;
            }
            if (object.write(stored, change.apply(stored.orElseThrow().value()))) {
                return true;
            }
        }
    }

    private boolean isOurs(Optional<Lease> lease) {
        return lease.filter(Lease::isHeld)
                .filter(held -> held.epoch() == epoch && held.holder().equals(holder))
                .isPresent();
    }
}
