package dev.amend.engine.pace;

/** A gate that holds, and why. */
public record Hold(String gate, String reason) {}
