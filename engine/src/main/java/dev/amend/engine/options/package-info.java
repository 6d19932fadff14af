/** Options of commands, the types of their values, and what is wrong with them. */
@NullMarked
package dev.amend.engine.options;

import org.jspecify.annotations.NullMarked;
