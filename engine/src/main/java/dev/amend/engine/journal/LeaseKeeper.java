package dev.amend.engine.journal;

import dev.amend.engine.store.StateObjects;
import dev.amend.engine.store.StateObjects.Stored;
import dev.amend.engine.store.StateStore;
import dev.amend.specs.BackfillId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ensures that at most one run works on a backfill.
 *
 * <p>A lease is free if it was handed back, if its process ran on this machine and is gone, or if <em>we saw</em> the
 * same heartbeat for as long as a run may be silent. Clocks only decide whether watching is worthwhile: a heartbeat
 * that may be recent ends the attempt at once. So a wrong clock never allows two runs.
 */
public final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final StateObjects objects;
    private final Machine machine;
    private final Scheduler scheduler;
    private final Clock clock;
    private final LeaseTimes times;

    public LeaseKeeper(StateStore store, Machine machine, Scheduler scheduler, Clock clock, LeaseTimes times) {
        this.objects = new StateObjects(store);
        this.machine = machine;
        this.scheduler = scheduler;
        this.clock = clock;
        this.times = times;
    }

    /**
     * Takes the lease. Returns at once, unless the holder seems to have died on another machine: then it watches the
     * lease for as long as a run may be silent.
     *
     * @throws dev.amend.specs.error.AmendException of code {@link JournalCode#LEASE_HELD} if another run has it
     */
    public HeldLease acquire(BackfillId id, String runId) throws InterruptedException {
        LeaseObject object = leaseOf(id);
        Lease.Holder us = machine.holder(runId);

        for (; ; ) {
            Optional<Stored<Lease>> found = object.read();
            if (found.isPresent() && !isFree(found.get().value(), us)) {
                awaitSilence(object, found.get());
            }

            Lease lease = object.takenBy(us, found.map(Stored::value));
            if (object.write(found, lease)) {
                LOG.info("Lease taken backfill={} run={} epoch={}", id, runId, lease.epoch());
                return new HeldLease(object, lease, scheduler);
            }
        }
    }

    /** The current lease; empty if no run holds it. Changes nothing. */
    public Optional<Lease> current(BackfillId id) {
        return leaseOf(id).read().map(Stored::value).filter(Lease::isHeld);
    }

    /**
     * Returns whether the run that holds the lease seems to be working, for display. Uses its heartbeat and this
     * machine's clock, and its process if that ran here.
     */
    public boolean seemsAlive(BackfillId id, Lease lease) {
        return lease.isHeld() && !machine.isGone(lease.holder()) && leaseOf(id).mayBeAlive(lease);
    }

    private LeaseObject leaseOf(BackfillId id) {
        return new LeaseObject(new JournalKeys(id), objects, clock, times);
    }

    /** Returns whether it was handed back, its process died here, or it is ours, after a lost response. */
    private boolean isFree(Lease lease, Lease.Holder us) {
        return !lease.isHeld() || lease.holder().equals(us) || machine.isGone(lease.holder());
    }

    /** Returns once the lease was silent long enough or its process is gone; throws if it may be alive or changes. */
    private void awaitSilence(LeaseObject object, Stored<Lease> found) throws InterruptedException {
        Lease lease = found.value();
        if (object.mayBeAlive(lease)) {
            throw JournalCode.held(object.id(), lease, times);
        }

        LOG.info(
                "Watching a silent lease backfill={} run={} host={} seconds={}",
                object.id(),
                lease.holder().runId(),
                lease.holder().host(),
                times.expiry().toSeconds());
        Duration watched = Duration.ZERO;
        while (watched.compareTo(times.expiry()) < 0) {
            scheduler.sleep(times.heartbeat());
            watched = watched.plus(times.heartbeat());
            if (machine.isGone(lease.holder())) {
                return;
            }

            Optional<Stored<Lease>> now = object.read();
            if (!now.equals(Optional.of(found))) {
                throw JournalCode.held(object.id(), now.map(Stored::value).orElse(lease), times);
            }
        }
    }
}
