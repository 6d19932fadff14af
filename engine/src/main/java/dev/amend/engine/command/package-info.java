/** What a user types: commands, their output as text and JSON, and the one place where everything is wired. */
@NullMarked
package dev.amend.engine.command;

import org.jspecify.annotations.NullMarked;
