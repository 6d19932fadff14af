/** The two inputs of a comparison: old and new rows of a batch, their columns and partitions, and rows to show. */
@NullMarked
package dev.amend.reconciliation.input;

import org.jspecify.annotations.NullMarked;
