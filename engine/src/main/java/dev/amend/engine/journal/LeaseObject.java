package dev.amend.engine.journal;

import dev.amend.specs.BackfillId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The one lease of one backfill, as it stands in the store. */
final class LeaseObject {
    private final JournalKeys keys;
    private final JournalObjects objects;
    private final Clock clock;
    private final LeaseTimes times;

    LeaseObject(JournalKeys keys, JournalObjects objects, Clock clock, LeaseTimes times) {
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

    Optional<JournalObjects.Stored<Lease>> read() {
        return objects.stored(keys.lease(), Lease.class);
    }

    /** @return false if it is no longer what was read */
    boolean write(Optional<JournalObjects.Stored<Lease>> read, Lease next) {
        return read.isPresent()
                ? objects.replace(keys.lease(), next, read.get().version())
                : objects.create(keys.lease(), next);
    }

    /** A lease that follows the one that was read, or, should that be lost, the last run that is on record. */
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

    /** Whether a live run could have written this heartbeat, if clocks differ by less than the expiry. */
    boolean mayBeAlive(Lease lease) {
        Instant now = clock.instant();
        return lease.heartbeatAt().isAfter(now.minus(times.expiry()))
                && lease.heartbeatAt().isBefore(now.plus(times.expiry()));
    }
}
