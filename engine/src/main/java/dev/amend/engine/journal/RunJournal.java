package dev.amend.engine.journal;

/**
 * What only the run that holds the lease may write. Every method asks the lease first and throws an
 * {@link dev.amend.specs.AmendException} of code {@link JournalCode#LEASE_LOST} if another run took it.
 */
public class RunJournal {

    RunJournal() {}

    public Journal journal() {
        throw new UnsupportedOperationException();
    }

    /**
     * Freezes the specification, once.
     *
     * @return the one that is frozen: this one, or the one that an earlier run froze
     */
    public String freeze(String specification) {
        throw new UnsupportedOperationException();
    }

    /** A first plan, or the one of a rebase. */
    public void record(PlanRecord plan, String reason) {
        throw new UnsupportedOperationException();
    }

    /** How far a batch has come; the epoch is filled in. */
    public void record(BatchRecord batch, String reason) {
        throw new UnsupportedOperationException();
    }

    public void record(ReleaseRecord release) {
        throw new UnsupportedOperationException();
    }

    /**
     * Moves the backfill. To the state that it is in already: only the reason is renewed.
     *
     * @throws IllegalStateException if that is no legal move
     */
    public StatusRecord transition(BackfillState next, String reason) {
        throw new UnsupportedOperationException();
    }

    public void writeReport(String name, byte[] content) {
        throw new UnsupportedOperationException();
    }
}
