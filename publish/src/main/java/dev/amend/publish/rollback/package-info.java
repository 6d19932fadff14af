/** Making the old data current again, with the copies of old files that it may need. */
@NullMarked
package dev.amend.publish.rollback;

import org.jspecify.annotations.NullMarked;
