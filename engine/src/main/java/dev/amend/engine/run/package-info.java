/** Carrying a backfill out: wait for the live pipeline, build, reconcile, record. */
@NullMarked
package dev.amend.engine.run;

import org.jspecify.annotations.NullMarked;
