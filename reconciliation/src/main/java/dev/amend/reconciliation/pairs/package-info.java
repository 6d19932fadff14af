/** The wide job: joins both sides to one pair of rows for each key, and tallies these pairs. */
@NullMarked
package dev.amend.reconciliation.pairs;

import org.jspecify.annotations.NullMarked;
