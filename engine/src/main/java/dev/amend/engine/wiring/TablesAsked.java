package dev.amend.engine.wiring;

import dev.amend.engine.journal.Journal;

/**
 * Asks the tables whether a backfill is published. It is separate from {@link Wiring}, so that commands load no Spark
 * class if there is nothing to ask.
 */
public interface TablesAsked {

    /**
     * @param action the requested action, such as {@code cancel}
     * @throws dev.amend.specs.error.AmendException if consumers read the backfill's publication
     */
    void requireUnpublished(Wiring wiring, Journal journal, String action) throws InterruptedException;
}
