/** Unix modes of the files that Amend creates. */
@NullMarked
package dev.amend.engine.filemode;

import org.jspecify.annotations.NullMarked;
