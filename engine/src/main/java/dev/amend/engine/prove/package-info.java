/** Building a partition twice, or sampled keys again, to see that a transform gives the same. */
@NullMarked
package dev.amend.engine.prove;

import org.jspecify.annotations.NullMarked;
