/** The durable state of a backfill: what is wanted, what is, who runs it, and everything on record. No Spark, no Iceberg. */
@NullMarked
package dev.amend.engine.journal;

import org.jspecify.annotations.NullMarked;
