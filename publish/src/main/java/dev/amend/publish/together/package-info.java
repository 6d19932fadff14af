/** Publications of several tables: in one commit where the catalog has one, else one after the other. */
@NullMarked
package dev.amend.publish.together;

import org.jspecify.annotations.NullMarked;
