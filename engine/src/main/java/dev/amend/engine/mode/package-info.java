/** Where a backfill is built and how it becomes current: on a branch by a commit, or in a table through a view. */
@NullMarked
package dev.amend.engine.mode;

import org.jspecify.annotations.NullMarked;
