/** Stores of state: objects under keys with conditional writes, on a disk or elsewhere, their JSON, seals and errors. */
@NullMarked
package dev.amend.engine.store;

import org.jspecify.annotations.NullMarked;
