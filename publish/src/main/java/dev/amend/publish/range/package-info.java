/** The backfill's range of a table: the row expression, and the metadata of the files in it. */
@NullMarked
package dev.amend.publish.range;

import org.jspecify.annotations.NullMarked;
