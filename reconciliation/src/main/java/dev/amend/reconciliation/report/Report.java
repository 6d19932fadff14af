package dev.amend.reconciliation.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.amend.reconciliation.checks.RangeChecks;
import dev.amend.reconciliation.checks.TotalReconciliation;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.finding.ReconciliationJson;
import dev.amend.reconciliation.report.ReportFacts.BatchRun;
import dev.amend.reconciliation.report.ReportFacts.SnapshotAt;
import dev.amend.specs.Specification;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All findings of a backfill with the figures behind them. Batches are in the order of their ranges. */
public record Report(ReportFacts facts, List<BatchReconciliation> batches, TotalReconciliation total) {

    /** The version of {@link #json()}; it changes with every change that a reader could notice. */
    public static final int SCHEMA_VERSION = 1;

    private static final JsonMapper MAPPER = ReconciliationJson.mapper();

    public Report {
        batches = List.copyOf(batches);
    }

    /** A report before the totals of the whole range are computed, if it has any that no single batch can show. */
    public static Report assemble(ReportFacts facts, List<BatchReconciliation> batches) {
        return assemble(facts, batches, RangeChecks.toCome(facts.specification()));
    }

    /** @param totals the totals that no single batch can show */
    public static Report assemble(ReportFacts facts, List<BatchReconciliation> batches, RangeTotals totals) {
        List<BatchReconciliation> inOrder = batches.stream()
                .sorted(Comparator.comparing(batch -> batch.range().start()))
                .toList();
        return new Report(facts, inOrder, TotalReconciliation.of(facts.specification(), inOrder, totals));
    }

    /** The findings that did not pass, the worst first. */
    public List<Finding> attention() {
        return findings()
                .filter(finding -> finding.outcome() != Outcome.PASS)
                .sorted(Comparator.comparing(Finding::outcome).reversed())
                .toList();
    }

    /** The findings of the total and of all batches. */
    Stream<Finding> findings() {
        return Stream.concat(
                total.findings().stream(),
                batches.stream().map(BatchReconciliation::findings).flatMap(List::stream));
    }

    /** The whole report as one canonical JSON document, including its digest. */
    public String json() {
        SortedMap<String, Object> document = checked();
        document.put("schema_version", SCHEMA_VERSION);
        document.put("digest", digest());
        document.put("generated_at", facts.generatedAt().toString());
        document.put("ran_by", facts.ranBy());
        document.put("shadow_snapshot", facts.shadow().map(SnapshotAt::id).orElse(0L));
        facts.shadow()
                .ifPresent(shadow ->
                        document.put("shadow_committed_at", shadow.at().toString()));
        document.put("baseline_committed_at", facts.baseline().at().toString());
        document.put("evidence", EvidenceLines.howItCameAbout(this));
        document.put("runs", facts.runs().stream().map(Report::run).toList());
        document.put(
                "decisions", facts.decisions().stream().map(Report::decision).toList());
        return write(document);
    }

    /**
     * SHA-256, in hexadecimal, of the checks and their findings: the same for the same inputs, at any time and place.
     * Content is covered by the partitions' fingerprints, not by the shadow's snapshot ids, which differ with every
     * build.
     */
    public String digest() {
        return ReportDigest.ofCanonical(write(checked()));
    }

    private SortedMap<String, Object> checked() {
        Specification specification = facts.specification();
        SortedMap<String, Object> document = new TreeMap<>();
        document.put("backfill_id", specification.id().value());
        document.put("target", specification.target().table().toString());
        document.put("range", specification.sourceRange().range().toString());
        document.put("owner", specification.owner());
        document.put("issue", specification.issue());
        document.put("change", specification.change());
        document.put("specification_digest", specification.digest());
        document.put("baseline_snapshot", facts.baseline().id());
        document.put("pins", facts.pins());
        document.put("code_version", facts.codeVersion());
        document.put("batches", batches.stream().map(Report::batch).toList());
        document.put("total", total.withoutBuckets());
        document.put("verdict", total.verdict());
        if (facts.isDryRun()) {
            // even a complete dry run has another digest than the run, so no decision can apply to it
            document.put("dry_run", true);
        }
        return document;
    }

    /** Rows of single batches are only in the batches' own documents. */
    private static Map<String, Object> batch(BatchReconciliation batch) {
        SortedMap<String, Object> document = new TreeMap<>();
        document.put("batch", batch.batch());
        document.put("range", batch.range().toString());
        document.put("findings", batch.findings());
        document.put("partitions", batch.partitions());
        document.put("guard_band", batch.guardBand());
        document.put("measures", batch.measures());
        document.put("contributions", batch.contributions());
        document.put(
                "columns",
                batch.columns().stream().map(ColumnChange::withoutBuckets).toList());
        return document;
    }

    private static Map<String, Object> run(BatchRun run) {
        SortedMap<String, Object> document = new TreeMap<>();
        document.put("batch", run.batch());
        document.put("state", run.state());
        document.put("rows", run.rows());
        document.put("seconds", run.duration().toMillis() / 1000.0);
        document.put("bytes", run.bytes());
        document.put("attempts", run.attempts());
        run.builtAgainFor().ifPresent(reason -> document.put("built_again_for", reason));
        return document;
    }

    private static Map<String, Object> decision(ReportFacts.Decision decision) {
        return new TreeMap<>(Map.of(
                "kind", decision.kind(),
                "by", decision.by(),
                "at", decision.at().toString(),
                "digest", decision.digest(),
                "reason", decision.reason(),
                "signature", decision.signature()));
    }

    private static String write(Object document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JacksonException e) {
            throw new IllegalStateException("Cannot write a report as JSON", e);
        }
    }
}
