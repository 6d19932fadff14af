/** Carrying a backfill out batch by batch: build, reconcile, record; and trying it without writing. */
@NullMarked
package dev.amend.engine.run;

import org.jspecify.annotations.NullMarked;
