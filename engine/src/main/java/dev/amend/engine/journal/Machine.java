package dev.amend.engine.journal;

/** The machine that this process runs on, and its processes. */
public interface Machine {

    /** This process, as the holder of a lease. */
    Lease.Holder holder(String runId);

    /**
     * Whether a holder's process is certainly gone: it was started on this machine, and no process with its id and its
     * start runs here any more. False in doubt.
     */
    boolean isGone(Lease.Holder holder);
}
