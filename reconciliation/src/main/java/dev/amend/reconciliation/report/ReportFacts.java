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
 * What a report says besides the comparison itself.
 *
 * @param pins the sources' snapshots by the names that the transform uses
 * @param codeVersion the version of Amend that ran
 * @param ranBy who started the latest run
 * @param runs how each batch went
 * @param shadow the newest commit of the batches that were compared; empty if there is none, as in a dry run
 * @param decisions approvals and rejections so far, oldest first
 * @param origin whether the new rows were written
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

    /** What the new rows are. */
    public enum Origin {
        /** In the shadow, as they would be published. */
        RUN,
        /** Computed for this report alone, and nowhere any more. */
        DRY_RUN
    }

    /** A snapshot and when it was committed. */
    public record SnapshotAt(long id, Instant at) {}

    /**
     * How a batch went.
     *
     * @param state such as {@code done} or {@code failed}
     * @param rows rows written
     * @param bytes bytes written
     * @param builtAgainFor what changed since, so that it had to be built again; empty if nothing did
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
     * @param digest the report that was decided on
     */
    public record Decision(Kind kind, String by, Instant at, String digest, String reason, Signature signature) {

        /** Yes or no. */
        public enum Kind {
            APPROVED,
            REJECTED
        }

        /** Whether a key vouches for the name. */
        public enum Signature {
            SIGNED,
            UNSIGNED
        }
    }

    /** Of a run. */
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

    /** Of a dry run: without a shadow, and without a decision. */
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

    /** Whether nothing was written, so that there is nothing to decide on. */
    public boolean isDryRun() {
        return origin == Origin.DRY_RUN;
    }
}
