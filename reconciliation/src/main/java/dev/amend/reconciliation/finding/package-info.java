/** The results of a comparison: figures, rows and findings, as the report shows them and the journal keeps them. */
@NullMarked
package dev.amend.reconciliation.finding;

import org.jspecify.annotations.NullMarked;
