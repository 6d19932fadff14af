package dev.amend.engine.journal;

/** The machine that this process runs on, and its processes. */
public interface Machine {

    /** This process, as the holder of a lease. */
    Lease.Holder holder(String runId);

    /**
     * Returns whether a holder's process is certainly gone: it was started on this machine, and no process with its id
     * and start time runs here any more. False in doubt.
     */
    boolean isGone(Lease.Holder holder);
}
