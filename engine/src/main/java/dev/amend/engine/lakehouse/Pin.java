package dev.amend.engine.lakehouse;

import dev.amend.specs.TableId;
import java.util.Optional;

/**
 * A source's snapshot and columns, fixed for every batch and every retry.
 *
 * @param schemaId the schema that the table had when it was pinned; empty for the table's columns of today
 */
public record Pin(TableId table, long snapshotId, Optional<Integer> schemaId) {}
