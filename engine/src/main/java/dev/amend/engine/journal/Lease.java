package dev.amend.engine.journal;

import java.time.Instant;

/**
 * The record of the run that holds a backfill: {@code lease.json}. It is never deleted, so the epoch never restarts.
 *
 * @param epoch increases by one each time the lease is taken
 * @param beat increases by one with each heartbeat, so that a heartbeat shows whatever the clock does
 */
public record Lease(
        Holder holder, long epoch, Tenure tenure, Instant takenAt, Instant heartbeatAt, Instant expiresAt, long beat) {

    /** The state of the lease: held by a run, or handed back. */
    public enum Tenure {
        HELD,
        HANDED_BACK
    }

    /**
     * A run and its process.
     *
     * @param owner the user
     * @param host its name, shown to people
     * @param machine distinguishes machines or containers that have the same name
     * @param processStarted distinguishes processes that had the same id
     */
    public record Holder(String runId, String owner, String host, String machine, long pid, String processStarted) {}

    boolean isHeld() {
        return tenure == Tenure.HELD;
    }

    Lease beaten(Instant now, Instant newExpiry) {
        return new Lease(holder, epoch, tenure, takenAt, now, newExpiry, beat + 1);
    }

    Lease handedBack() {
        return new Lease(holder, epoch, Tenure.HANDED_BACK, takenAt, heartbeatAt, expiresAt, beat);
    }
}
