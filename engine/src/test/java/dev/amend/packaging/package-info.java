/** Tests of what is delivered: the packed jar, the stand-alone distribution and the scripts that start it. */
@NullMarked
package dev.amend.packaging;

import org.jspecify.annotations.NullMarked;
