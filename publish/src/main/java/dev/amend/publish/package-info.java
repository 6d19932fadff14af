/** Everything that commits to refs of the target: shadow, publication, rollback, retirement. */
@NullMarked
package dev.amend.publish;

import org.jspecify.annotations.NullMarked;
