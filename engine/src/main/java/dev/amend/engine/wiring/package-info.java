/** Creation of the parts of a command, from the configuration and the environment of the process. */
@NullMarked
package dev.amend.engine.wiring;

import org.jspecify.annotations.NullMarked;
