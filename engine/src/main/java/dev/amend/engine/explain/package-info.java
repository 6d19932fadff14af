/** Why one row is as it is: its key in the old and in the new data, and the source rows behind it. Writes nothing. */
@NullMarked
package dev.amend.engine.explain;

import org.jspecify.annotations.NullMarked;
