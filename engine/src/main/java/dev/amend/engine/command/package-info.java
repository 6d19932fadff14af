/** The commands that a user types, each with its options. */
@NullMarked
package dev.amend.engine.command;

import org.jspecify.annotations.NullMarked;
