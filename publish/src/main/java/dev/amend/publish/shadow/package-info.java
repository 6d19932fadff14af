/** The branch on which a backfill is built: its refs, its plan, its commits batch by batch. */
@NullMarked
package dev.amend.publish.shadow;

import org.jspecify.annotations.NullMarked;
