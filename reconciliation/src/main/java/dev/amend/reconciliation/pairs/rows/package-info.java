/** Pairs as rows of Spark's public interface, for a Spark whose internals are others. */
@NullMarked
package dev.amend.reconciliation.pairs.rows;

import org.jspecify.annotations.NullMarked;
