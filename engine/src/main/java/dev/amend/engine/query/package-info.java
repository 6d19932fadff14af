/** Queries that a user runs on tables or on a backfill's shadow: they only read. */
@NullMarked
package dev.amend.engine.query;

import org.jspecify.annotations.NullMarked;
