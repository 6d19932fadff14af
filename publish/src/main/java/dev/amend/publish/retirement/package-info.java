/** Removing what a backfill left on a table: its refs, its shadow, its tags. */
@NullMarked
package dev.amend.publish.retirement;

import org.jspecify.annotations.NullMarked;
