/** On a branch of the target or through a view: where a backfill is built, and how it becomes current. */
@NullMarked
package dev.amend.engine.publishingmode;

import org.jspecify.annotations.NullMarked;
