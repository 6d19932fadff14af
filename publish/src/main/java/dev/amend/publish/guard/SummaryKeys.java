package dev.amend.publish.guard;

/** The keys of a snapshot's summary that identify the backfill and purpose of its commit. */
public final class SummaryKeys {
    public static final String BACKFILL_ID = "amend.backfill-id";
    public static final String KIND = "amend.kind";
    public static final String BATCH = "amend.batch";
    public static final String ATTEMPT = "amend.attempt";
    public static final String EPOCH = "amend.epoch";
    public static final String SPEC_DIGEST = "amend.spec-digest";
    public static final String PINS = "amend.pins";
    public static final String REPORT_DIGEST = "amend.report-digest";
    public static final String APPROVED_BY = "amend.approved-by";
    /** The reason of a rollback. */
    public static final String REASON = "amend.reason";

    /** The shadow table's snapshot that a view reads. */
    public static final String SNAPSHOT = "amend.snapshot";

    /** The fingerprint of the range whose rows are restored by a commit of kind restore. */
    public static final String RESTORES = "amend.restores";

    public static final String CODE_VERSION = "amend.code-version";

    private SummaryKeys() {}
}
