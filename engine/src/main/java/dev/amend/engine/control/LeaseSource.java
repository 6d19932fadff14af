package dev.amend.engine.control;

import dev.amend.engine.journal.HeldLease;

/** Takes the lease of one backfill. */
public interface LeaseSource {

    /** @throws dev.amend.specs.error.AmendException if a run holds it */
    HeldLease take() throws InterruptedException;
}
