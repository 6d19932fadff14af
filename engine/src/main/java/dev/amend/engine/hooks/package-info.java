/** Hooks before and after durable writes: for a warning, and for tests that end the process there. */
@NullMarked
package dev.amend.engine.hooks;

import org.jspecify.annotations.NullMarked;
