/** Pairs in Spark's internal format: what Spark may change in any release, behind {@code PairSource}. */
@NullMarked
package dev.amend.reconciliation.pairs.stored;

import org.jspecify.annotations.NullMarked;
