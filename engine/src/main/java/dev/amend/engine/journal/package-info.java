/** The journal of one backfill: state, transitions, batches, control, lease, commits. No Spark, no Iceberg. */
@NullMarked
package dev.amend.engine.journal;

import org.jspecify.annotations.NullMarked;
