/** The display of results and failures, as text and as JSON documents, and the console that prints them. */
@NullMarked
package dev.amend.engine.output;

import org.jspecify.annotations.NullMarked;
