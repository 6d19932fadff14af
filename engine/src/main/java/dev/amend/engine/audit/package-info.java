/** The audit tables, which show other engines what was released. They are derived from the journal. */
@NullMarked
package dev.amend.engine.audit;

import org.jspecify.annotations.NullMarked;
