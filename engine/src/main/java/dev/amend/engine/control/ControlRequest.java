package dev.amend.engine.control;

/**
 * A person's request to a backfill.
 *
 * @param reason why they ask; it is kept on record
 */
public record ControlRequest(String by, String reason) {}
