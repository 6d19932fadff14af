package dev.amend.reconciliation.finding;

/** A count on both sides. */
public record BeforeAfter(long before, long after) {}
