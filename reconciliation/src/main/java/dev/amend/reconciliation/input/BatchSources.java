package dev.amend.reconciliation.input;

import dev.amend.specs.Batch;
import org.apache.spark.sql.SparkSession;

/** Registers the sources of a batch in a session under their names, replacing those of another batch. */
@FunctionalInterface
public interface BatchSources {
    void register(SparkSession session, Batch batch);
}
