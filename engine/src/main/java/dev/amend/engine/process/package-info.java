/** The signals that ask this process to end. */
@NullMarked
package dev.amend.engine.process;

import org.jspecify.annotations.NullMarked;
