package dev.amend.engine.journal;

/** A lease in hand: a heartbeat in the background shows that its run is alive. */
public class HeldLease implements AutoCloseable {

    HeldLease() {}

    public long epoch() {
        throw new UnsupportedOperationException();
    }

    /** The run that holds it. */
    public Lease.Holder holder() {
        throw new UnsupportedOperationException();
    }

    /** Whether another run was seen to have taken it. Cheap; asks nobody. */
    public boolean isLost() {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks the store whether the lease is still ours.
     *
     * @throws dev.amend.specs.AmendException of code {@link JournalCode#LEASE_LOST} if another run took it
     */
    public void check() {
        throw new UnsupportedOperationException();
    }

    /** Ends the heartbeat and hands the lease back. Harmless when repeated or lost. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
