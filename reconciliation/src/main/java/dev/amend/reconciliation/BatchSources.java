package dev.amend.reconciliation;

import dev.amend.specs.Batch;
import org.apache.spark.sql.SparkSession;

/** Makes the sources of a batch known to a session under their names, in place of those of another batch. */
@FunctionalInterface
public interface BatchSources {
    void register(SparkSession session, Batch batch);
}
