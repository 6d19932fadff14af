package dev.amend.engine.journal;

import java.time.Instant;

/**
 * Who runs a backfill: {@code lease.json}. It is never taken away, so that the epoch never starts again.
 *
 * @param epoch goes up by one with each taking
 * @param beat goes up by one with each heartbeat, so that a heartbeat shows whatever the clock does
 */
public record Lease(
        Holder holder, long epoch, Tenure tenure, Instant takenAt, Instant heartbeatAt, Instant expiresAt, long beat) {

    /** Whether someone has it. */
    public enum Tenure {
        HELD,
        HANDED_BACK
    }

    /**
     * A run and the process that it is.
     *
     * @param owner the user
     * @param host its name, for people
     * @param machine what tells two machines, or two containers, apart that have the same name
     * @param processStarted what tells two processes apart that had the same id
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
