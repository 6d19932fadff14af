package dev.amend.specs;

import java.time.Duration;

/**
 * How the old data is kept.
 *
 * @param tag the tag that holds the baseline
 * @param keepFor how long after publication the old data stays at least
 */
public record RollbackRule(String tag, Duration keepFor) {}
