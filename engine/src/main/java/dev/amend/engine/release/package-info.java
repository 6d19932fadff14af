/** From a finished backfill to its consumers and back: publish, verify, roll back, retire. */
@NullMarked
package dev.amend.engine.release;

import org.jspecify.annotations.NullMarked;
