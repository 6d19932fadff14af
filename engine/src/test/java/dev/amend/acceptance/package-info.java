/** What Amend promises as a whole, tried on the stand-alone distribution with real processes. */
@NullMarked
package dev.amend.acceptance;

import org.jspecify.annotations.NullMarked;
