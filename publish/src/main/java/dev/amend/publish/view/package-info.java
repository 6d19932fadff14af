/** Publication through a view: the shadow is a table of its own, and becomes current when a view reads it. */
@NullMarked
package dev.amend.publish.view;

import org.jspecify.annotations.NullMarked;
