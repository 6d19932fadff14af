/** A person's requests to a backfill: pause, resume, cancel, retry; for commands, schedulers and pages. */
@NullMarked
package dev.amend.engine.control;

import org.jspecify.annotations.NullMarked;
