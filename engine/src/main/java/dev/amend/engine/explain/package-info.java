/** The explanation of one row: its key in the old and the new data, and the source rows behind it. Writes nothing. */
@NullMarked
package dev.amend.engine.explain;

import org.jspecify.annotations.NullMarked;
