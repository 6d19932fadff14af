/** Commits that are applied as a whole or not at all, on a table that is still as planned, whatever a catalog answers. */
@NullMarked
package dev.amend.publish.guard;

import org.jspecify.annotations.NullMarked;
