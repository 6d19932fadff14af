package dev.amend.engine.journal;

/**
 * A run waits for this.
 *
 * @param gate the gate that holds the next batch back, such as {@code live-pipeline}
 * @param reason why it holds, in a sentence
 */
public record Wait(String gate, String reason) {}
