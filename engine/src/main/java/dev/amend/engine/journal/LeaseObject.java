package dev.amend.engine.journal;

import dev.amend.engine.store.StateObjects;
import dev.amend.specs.BackfillId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The stored lease of one backfill. */
final class LeaseObject {
    private final JournalKeys keys;
    private final StateObjects objects;
    private final Clock clock;
    private final LeaseTimes times;

    LeaseObject(JournalKeys keys, StateObjects objects, Clock clock, LeaseTimes times) {
        this.keys = keys;
        this.objects = objects;
        this.clock = clock;
        this.times = times;
    }

    BackfillId id() {
        return keys.id();
    }

    LeaseTimes times() {
        return times;
    }

    Optional<StateObjects.Stored<Lease>> read() {
        return objects.stored(keys.lease(), Lease.class);
    }

    /** @return false if the stored lease is no longer the one that was read */
    boolean write(Optional<StateObjects.Stored<Lease>> read, Lease next) {
        return read.isPresent()
                ? objects.replace(keys.lease(), next, read.get().version())
                : objects.create(keys.lease(), next);
    }

    /** A new lease that follows the one that was read or, if that was lost, the last recorded run. */
    Lease takenBy(Lease.Holder holder, Optional<Lease> before) {
        Instant now = clock.instant();
        long epoch = before.map(Lease::epoch).orElseGet(this::recordedEpoch) + 1;
        return new Lease(holder, epoch, Lease.Tenure.HELD, now, now, now.plus(times.expiry()), 0);
    }

    private long recordedEpoch() {
        return objects.read(keys.status(), StatusRecord.class)
                .map(StatusRecord::epoch)
                .orElse(0L);
    }

    /** The same lease, one heartbeat later. */
    Lease beaten(Lease lease) {
        Instant now = clock.instant();
        return lease.beaten(now, now.plus(times.expiry()));
    }

    /** Returns whether a live run could have written this heartbeat, if clocks differ by less than the expiry. */
    boolean mayBeAlive(Lease lease) {
        Instant now = clock.instant();
        return lease.heartbeatAt().isAfter(now.minus(times.expiry()))
                && lease.heartbeatAt().isBefore(now.plus(times.expiry()));
    }
}
