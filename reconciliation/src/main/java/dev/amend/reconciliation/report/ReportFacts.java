package dev.amend.reconciliation.report;

import dev.amend.specs.Specification;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The contents of a report in addition to the comparison itself.
 *
 * @param pins the sources' snapshots by the names that the transform uses
 * @param codeVersion the version of Amend that ran
 * @param ranBy the person who started the latest run
 * @param runs the run of each batch
 * @param shadow the newest commit of the batches that were compared; empty if there is none, as in a dry run
 * @param decisions approvals and rejections so far, oldest first
 * @param origin tells whether the new rows were written
 */
public record ReportFacts(
        Specification specification,
        SnapshotAt baseline,
        Optional<SnapshotAt> shadow,
        SortedMap<String, Long> pins,
        String codeVersion,
        String ranBy,
        List<BatchRun> runs,
        List<Decision> decisions,
        Instant generatedAt,
        Origin origin) {

    /** The origin of the new rows. */
    public enum Origin {
        /** Rows in the shadow, as they would be published. */
        RUN,
        /** Rows that were computed for this report only, and are not stored anywhere. */
        DRY_RUN
    }

    /** A snapshot and its commit time. */
    public record SnapshotAt(long id, Instant at) {}

    /**
     * The run of one batch.
     *
     * @param state such as {@code done} or {@code failed}
     * @param rows the number of written rows
     * @param bytes the number of written bytes
     * @param builtAgainFor the change for which it had to be built again; empty if there was none
     */
    public record BatchRun(
            String batch,
            String state,
            long rows,
            Duration duration,
            long bytes,
            int attempts,
            Optional<String> builtAgainFor) {}

    /**
     * An owner's yes or no.
     *
     * @param digest the digest of the report that was decided on
     */
    public record Decision(Kind kind, String by, Instant at, String digest, String reason, Signature signature) {

        /** The kind of decision. */
        public enum Kind {
            APPROVED,
            REJECTED
        }

        /** Tells whether a key confirms the name. */
        public enum Signature {
            SIGNED,
            UNSIGNED
        }
    }

    /** The facts of a run. */
    public ReportFacts(
            Specification specification,
            SnapshotAt baseline,
            Optional<SnapshotAt> shadow,
            SortedMap<String, Long> pins,
            String codeVersion,
            String ranBy,
            List<BatchRun> runs,
            List<Decision> decisions,
            Instant generatedAt) {
        this(specification, baseline, shadow, pins, codeVersion, ranBy, runs, decisions, generatedAt, Origin.RUN);
    }

    /** The facts of a dry run, without a shadow and without decisions. */
    public static ReportFacts ofDryRun(
            Specification specification,
            SnapshotAt baseline,
            SortedMap<String, Long> pins,
            String codeVersion,
            String ranBy,
            List<BatchRun> runs,
            Instant generatedAt) {
        return new ReportFacts(
                specification,
                baseline,
                Optional.empty(),
                pins,
                codeVersion,
                ranBy,
                runs,
                List.of(),
                generatedAt,
                Origin.DRY_RUN);
    }

    public ReportFacts {
        pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
        runs = List.copyOf(runs);
        decisions = List.copyOf(decisions);
    }

    /** Returns whether nothing was written, so that no decision is possible. */
    public boolean isDryRun() {
        return origin == Origin.DRY_RUN;
    }
}
