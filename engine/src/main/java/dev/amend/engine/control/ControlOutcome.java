package dev.amend.engine.control;

import dev.amend.engine.journal.Control;

/**
 * The outcome of a request.
 *
 * @param recorded the record in the journal now
 * @param running whether a run is working on the backfill, and obeys at its next safe point
 */
public record ControlOutcome(Control recorded, boolean running) {}
