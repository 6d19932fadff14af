package dev.amend.engine.journal;

import java.time.Instant;

/**
 * An owner's decision on one report: {@code approvals/N.json}.
 *
 * @param reportDigest the digest of the report that was shown
 * @param signature the signature over the digest; {@link #UNSIGNED} if a name was enough
 */
public record ApprovalRecord(
        Decision decision, String by, Instant at, String reason, String reportDigest, String signature) {
    public static final String UNSIGNED = "unsigned";

    /** The owner's answer: yes or no. */
    public enum Decision {
        APPROVED,
        REJECTED
    }

    public ApprovalRecord {
        if (signature.isBlank()) {
            signature = UNSIGNED;
        }
    }
}
