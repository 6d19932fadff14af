package dev.amend.engine.plan;

import dev.amend.specs.TableId;

/** A source's snapshot, fixed for every batch and every retry. */
public record Pin(TableId table, long snapshotId) {}
