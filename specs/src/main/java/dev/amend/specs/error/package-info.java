/** The contents of a failure message: a code, a kind with its exit code, what is wrong, where, and what to do next. */
@NullMarked
package dev.amend.specs.error;

import org.jspecify.annotations.NullMarked;
