package dev.amend.engine.journal;

import dev.amend.specs.AmendException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease in hand: a heartbeat in the background shows that its run is alive. */
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

    /** The run that holds it. */
    public Lease.Holder holder() {
        return holder;
    }

    /** Whether another run was seen to have taken it. Cheap; asks nobody. */
    public boolean isLost() {
        return lost;
    }

    /**
     * Asks the store whether the lease is still ours.
     *
     * @throws AmendException of code {@link JournalCode#LEASE_LOST} if another run took it
     * @throws IllegalStateException if it was handed back
     */
    public void check() {
        if (closed) {
            throw new IllegalStateException("The lease of %s was handed back".formatted(object.id()));
        }
        if (lost || !isOurs(object.read().map(JournalObjects.Stored::value))) {
            throw lost();
        }
    }

    /** Ends the heartbeat and hands the lease back. Harmless when repeated or lost. */
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

    /** Marks it as lost, and says so. */
    AmendException lost() {
        lost = true;
        return JournalCode.lost(object.id(), holder, epoch, object.read().map(JournalObjects.Stored::value));
    }

    /** A failed heartbeat is no loss: it is tried again at the next one, and whoever writes asks anyway. */
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
            Optional<JournalObjects.Stored<Lease>> stored = object.read();
            if (!isOurs(stored.map(JournalObjects.Stored::value))) {
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
