/** The durable steps of a command, as a test hears of them that kills the process between any two. */
@NullMarked
package dev.amend.engine.step;

import org.jspecify.annotations.NullMarked;
