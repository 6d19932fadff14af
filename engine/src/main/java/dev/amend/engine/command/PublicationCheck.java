package dev.amend.engine.command;

import dev.amend.engine.journal.Journal;

/**
 * Asks the tables whether a backfill is published, whatever its journal says. Apart from the commands that call it, so
 * that they load no Spark class where there is nothing to ask.
 */
interface PublicationCheck {

    /** @throws dev.amend.specs.AmendException if consumers read the backfill's publication */
    void requireUnpublished(Wiring wiring, Journal journal);
}
