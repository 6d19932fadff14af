/** Approvals: who may decide on a report, what they decided, and whether the decision still holds. */
@NullMarked
package dev.amend.engine.approval;

import org.jspecify.annotations.NullMarked;
