/** Probes of the environment; each says what to do about its finding. */
@NullMarked
package dev.amend.engine.doctor;

import org.jspecify.annotations.NullMarked;
