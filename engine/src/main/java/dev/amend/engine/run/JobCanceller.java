package dev.amend.engine.run;

/** Cancels the Spark jobs of the batches in flight; an uncommitted write leaves only orphan files. */
@FunctionalInterface
interface JobCanceller {
    void cancelJobs();
}
