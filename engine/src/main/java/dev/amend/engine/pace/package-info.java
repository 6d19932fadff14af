/** When to hold back. */
@NullMarked
package dev.amend.engine.pace;

import org.jspecify.annotations.NullMarked;
