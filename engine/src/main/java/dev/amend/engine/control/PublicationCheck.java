package dev.amend.engine.control;

import dev.amend.engine.journal.Journal;

/** Asks the tables whether a backfill is published, regardless of its journal. */
public interface PublicationCheck {

    /**
     * @param action the requested action, such as {@code cancel}
     * @throws dev.amend.specs.error.AmendException if consumers read the backfill's publication
     */
    void requireUnpublished(Journal journal, String action) throws InterruptedException;
}
