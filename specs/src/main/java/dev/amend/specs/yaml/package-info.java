/** Reads a specification file and reports every mistake at once, each with its place. */
@NullMarked
package dev.amend.specs.yaml;

import org.jspecify.annotations.NullMarked;
