/** What holds the next batch back: a live pipeline, a rest; why, and when to look again. */
@NullMarked
package dev.amend.engine.gates;

import org.jspecify.annotations.NullMarked;
