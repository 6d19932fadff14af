package dev.amend.engine.plan;

import dev.amend.specs.Batch;

/** A batch, with the rows and bytes that building it reads, from the sources' metadata. */
public record PlannedBatch(Batch batch, long rows, long bytes) {}
