/** Publication on the branch that consumers read: checks before, the one commit that makes a shadow current, later findings. */
@NullMarked
package dev.amend.publish.branch;

import org.jspecify.annotations.NullMarked;
