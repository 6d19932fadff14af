/** Listeners that report the progress of a run. */
@NullMarked
package dev.amend.engine.observe;

import org.jspecify.annotations.NullMarked;
