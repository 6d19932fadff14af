package dev.amend.engine.gates;

import java.time.Instant;

/**
 * A gate that holds.
 *
 * @param gate its name, such as {@code live-pipeline}
 * @param reason why, in a sentence
 * @param lookAgainAt the earliest moment at which it may let the batch go
 */
public record Hold(String gate, String reason, Instant lookAgainAt) {}
