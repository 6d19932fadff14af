package dev.amend.publish.simulation;

import dev.amend.publish.guard.CommitOutcomeUnknown;

/** Someone who works on the table, one step at a time. */
interface Actor {
    String name();

    /** Takes the next step and says what it was. */
    String act() throws CommitOutcomeUnknown;

    /** The process was killed in its step; another takes over. */
    default void killed() {}
}
