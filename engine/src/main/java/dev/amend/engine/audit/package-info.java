/** The audit tables, in which other engines see what was released. They follow from the journal. */
@NullMarked
package dev.amend.engine.audit;

import org.jspecify.annotations.NullMarked;
