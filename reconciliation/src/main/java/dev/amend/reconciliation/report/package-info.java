/** The report that an owner decides on: all findings of a backfill with the figures behind them. */
@NullMarked
package dev.amend.reconciliation.report;

import org.jspecify.annotations.NullMarked;
