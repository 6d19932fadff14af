/** Text that people write and read: durations, names, excerpts and reasons, and the masking of secrets in it. */
@NullMarked
package dev.amend.specs.text;

import org.jspecify.annotations.NullMarked;
