/** Removes refs, and the files that are unreachable afterwards. */
@NullMarked
package dev.amend.publish.removal;

import org.jspecify.annotations.NullMarked;
