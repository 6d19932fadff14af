package dev.amend.specs;

/** A reason why a row may differ: a boolean Spark SQL expression over {@code old} and {@code new}. */
public record ExplanationRule(String name, String condition) {}
