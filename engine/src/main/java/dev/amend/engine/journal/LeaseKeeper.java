package dev.amend.engine.journal;

import dev.amend.specs.BackfillId;
import java.time.Clock;
import java.util.Optional;

/** Sees to it that at most one run works on a backfill. */
public class LeaseKeeper {

    public LeaseKeeper(StateStore store, Machine machine, Scheduler scheduler, Clock clock, LeaseTimes times) {}

    /**
     * Takes the lease.
     *
     * @throws dev.amend.specs.AmendException of code {@link JournalCode#LEASE_HELD} if another run has it
     */
    public HeldLease acquire(BackfillId id, String runId) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Who holds the lease; empty if nobody does. Changes nothing. */
    public Optional<Lease> current(BackfillId id) {
        throw new UnsupportedOperationException();
    }
}
