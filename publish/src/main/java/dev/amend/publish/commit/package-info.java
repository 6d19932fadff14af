/** Commits that say in their summary whose they are, and that are refused when the table is not as planned. */
@NullMarked
package dev.amend.publish.commit;

import org.jspecify.annotations.NullMarked;
