/** Where the program starts. */
@NullMarked
package dev.amend;

import org.jspecify.annotations.NullMarked;
