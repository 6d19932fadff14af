/** What is said while a run works. */
@NullMarked
package dev.amend.engine.observe;

import org.jspecify.annotations.NullMarked;
