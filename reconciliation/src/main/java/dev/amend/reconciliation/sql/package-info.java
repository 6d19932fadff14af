/** SQL and the values it returns: statements with holes, guarded queries, failures, and what may be shown of them. */
@NullMarked
package dev.amend.reconciliation.sql;

import org.jspecify.annotations.NullMarked;
