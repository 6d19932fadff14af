/** Determines what the SQL of a specification may read and call, and what its result depends on. */
@NullMarked
package dev.amend.reconciliation.query;

import org.jspecify.annotations.NullMarked;
