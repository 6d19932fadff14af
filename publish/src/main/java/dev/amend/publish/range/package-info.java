/** The backfill's range of a table: as a row expression, and what metadata says of the files in it. */
@NullMarked
package dev.amend.publish.range;

import org.jspecify.annotations.NullMarked;
