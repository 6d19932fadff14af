package dev.amend.publish.view;

import dev.amend.publish.branch.RowComparison;

/** Reads the rows of the target and of the shadow table. */
public record ViewRows(RowComparison ofTarget, RowComparison ofShadow) {}
