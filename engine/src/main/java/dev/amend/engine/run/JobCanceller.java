package dev.amend.engine.run;

/** Cancels the Spark jobs of the batches in flight; uncommitted writes leave only orphan files. */
@FunctionalInterface
interface JobCanceller {
    void cancelJobs();
}
