/** A backfill's reports, kept next to its journal, and the seal that shows whether one was changed. */
@NullMarked
package dev.amend.engine.reports;

import org.jspecify.annotations.NullMarked;
