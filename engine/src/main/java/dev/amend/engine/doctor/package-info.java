/** Probes of the surroundings, each with what to do. */
@NullMarked
package dev.amend.engine.doctor;

import org.jspecify.annotations.NullMarked;
