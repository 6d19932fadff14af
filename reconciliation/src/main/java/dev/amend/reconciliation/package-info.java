/** Comparison of old and new data: the entry points to reconcile batches, look up a key or check a sample. */
@NullMarked
package dev.amend.reconciliation;

import org.jspecify.annotations.NullMarked;
