/** The specification of a backfill, as values that are valid or do not exist. No Spark, no Iceberg. */
@NullMarked
package dev.amend.specs;

import org.jspecify.annotations.NullMarked;
