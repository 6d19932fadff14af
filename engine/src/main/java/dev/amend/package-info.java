/** The entry point of the program. */
@NullMarked
package dev.amend;

import org.jspecify.annotations.NullMarked;
