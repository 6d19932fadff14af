/** The durable steps on a table, who is notified of them, and what goes wrong in them. */
@NullMarked
package dev.amend.publish.step;

import org.jspecify.annotations.NullMarked;
