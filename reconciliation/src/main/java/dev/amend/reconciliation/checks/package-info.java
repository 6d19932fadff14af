/** Checks: figures of a batch or of the whole range compared with what is expected of them. A new check goes here, to PlannedChecks and Judge; its name to CheckName, its words to CheckWords. */
@NullMarked
package dev.amend.reconciliation.checks;

import org.jspecify.annotations.NullMarked;
