/** Comparing old with new: one wide job per batch, and what its figures mean. */
@NullMarked
package dev.amend.reconciliation;

import org.jspecify.annotations.NullMarked;
