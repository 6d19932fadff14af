/** Publications of several tables: in one commit if the catalog supports it, otherwise one after the other. */
@NullMarked
package dev.amend.publish.together;

import org.jspecify.annotations.NullMarked;
