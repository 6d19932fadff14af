package dev.amend.reconciliation.report;

import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.report.ReportFacts.BatchRun;
import dev.amend.reconciliation.report.ReportFacts.Decision;
import dev.amend.reconciliation.report.ReportFacts.SnapshotAt;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reports with everything in them that a report can have, made of figures alone. */
final class FullReport {
    /** What only the total can see. */
    private static final RangeTotals OUTSIDE = new RangeTotals(
            List.of(),
            List.of(
                    new Finding(
                            Level.STRUCTURAL,
                            "key-unique",
                            Outcome.FAIL,
                            Finding.TOTAL,
                            "no key that also exists outside of the range",
                            "2 keys more often than before: {\"order_id\":4711,\"revenue_date\":\"2024-11-30\"}, {\"order_id\":4712}")));

    static final Instant NOW = Instant.parse("2026-06-05T09:30:00Z");

    private FullReport() {}

    /** Nothing failed; own checks and steps between partitions are worth a look. */
    static Report needsDecision() {
        Specification specification = specification();
        return Report.assemble(facts(specification, List.of()), batches(specification));
    }

    /** Approved once, then changed, then rejected. */
    static Report failed() {
        Specification specification = specification();
        List<BatchReconciliation> batches = new ArrayList<>(batches(specification));
        batches.set(
                40,
                with(
                        batches.get(40),
                        new Finding(
                                Level.AGGREGATE,
                                "measure:revenue",
                                Outcome.FAIL,
                                batches.get(40).batch(),
                                "-18% to -14%",
                                "331,034.11 → 297,930.70 (-10.00%)"),
                        new Finding(
                                Level.ROW,
                                "check:refunds-have-an-order",
                                Outcome.FAIL,
                                batches.get(40).batch(),
                                "no row",
                                "12 rows: {\"refund_id\":\"R-5521\"}, {\"refund_id\":\"R-5522\"}, …")));
        String digest = Report.assemble(facts(specification, List.of()), batches, OUTSIDE)
                .digest();
        List<Decision> decisions = List.of(
                new Decision(
                        Decision.Kind.APPROVED,
                        "finance-controller",
                        NOW.minus(Duration.ofDays(2)),
                        "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                        "agrees with the tax return of March",
                        Decision.Signature.SIGNED),
                new Decision(
                        Decision.Kind.REJECTED,
                        "finance-controller",
                        NOW,
                        digest,
                        "refunds of September are missing",
                        Decision.Signature.UNSIGNED));
        return Report.assemble(facts(specification, decisions), batches, OUTSIDE);
    }

    /** Only a first batch is in, and everything passed so far. */
    static Report begun() {
        Specification specification = specification();
        return Report.assemble(
                facts(specification, List.of()), batches(specification).subList(0, 1));
    }

    /** Values of some columns are masked: in the key, in cells, and in what an own check found. */
    static Report withSensitiveColumns() {
        Specification specification = specification("merchant_id", "tax_rate", "note");
        return Report.assemble(facts(specification, List.of()), batches(specification));
    }

    /** Rows changed, and the specification does not say why they may. */
    static Report withoutReasons() {
        Specification specification = measures().build();
        return Report.assemble(facts(specification, List.of()), batches(specification));
    }

    /** Of batches from all over the range, as a dry run takes them. */
    static Report dryRun() {
        Specification specification = specification();
        ReportFacts run = facts(specification, List.of());
        List<BatchReconciliation> batches = IntStream.of(0, 33, 78)
                .mapToObj(specification.batches()::get)
                .map(batch -> notWritten(FullBatch.of(specification, batch)))
                .toList();
        List<BatchRun> runs = batches.stream()
                .map(batch ->
                        new BatchRun(batch.batch(), "not written", 0, Duration.ofMillis(2345), 0, 0, Optional.empty()))
                .toList();
        return Report.assemble(
                ReportFacts.ofDryRun(
                        specification, run.baseline(), run.pins(), run.codeVersion(), run.ranBy(), runs, NOW),
                batches);
    }

    /** Nothing beside it could have been touched, and there is no shadow to read. */
    private static BatchReconciliation notWritten(BatchReconciliation batch) {
        return new BatchReconciliation(
                batch.batch(),
                batch.range(),
                batch.baselineSnapshot(),
                0,
                batch.findings().stream()
                        .filter(finding -> !finding.check().equals("guard-band"))
                        .toList(),
                batch.partitions(),
                List.of(),
                batch.measures(),
                batch.contributions(),
                batch.columns(),
                batch.topDeltas(),
                batch.samples(),
                batch.sql());
    }

    private static Specification specification(String... sensitive) {
        return measures()
                .sensitive(sensitive)
                .rule(FullDay.TAX, "new.net_revenue = new.gross_revenue - new.tax")
                .rule(FullDay.REFUND, "old.booked_in is distinct from new.booked_in")
                .unexplained(20, "-0.01% to 0.01%")
                .build();
    }

    private static SpecificationBuilder measures() {
        return SpecificationBuilder.aSpecification()
                .over("2024-12-01", "2026-05-31")
                .measure("revenue", "sum(net_revenue)", "-18% to -14%", Measure.Per.BATCH)
                .measure("gross", "sum(gross_revenue)", "0%", Measure.Per.BATCH)
                .measure("orders", "count(*)")
                .unchanged("gross_revenue")
                .tolerance("net_revenue", "0.01", "0")
                .boundaryJump("6")
                .check("no-late-orders", Severity.WARN, "select * from new where days_late > 90");
    }

    private static List<BatchReconciliation> batches(Specification specification) {
        return specification.batches().stream()
                .map(batch -> FullBatch.of(specification, batch))
                .toList();
    }

    private static ReportFacts facts(Specification specification, List<Decision> decisions) {
        List<BatchRun> runs = IntStream.range(0, specification.batches().size())
                .mapToObj(i -> new BatchRun(
                        specification.batches().get(i).id(),
                        "done",
                        700,
                        Duration.ofMillis(430 + 37L * i),
                        48_300 + 12L * i,
                        i == 12 ? 2 : 1,
                        i == 12
                                ? Optional.of(
                                        "lake.finance.daily_revenue changed in 2025-02-24 (append by spark app-7)")
                                : Optional.empty()))
                .toList();
        return new ReportFacts(
                specification,
                new SnapshotAt(3908462709290536517L, Instant.parse("2026-06-04T22:11:05Z")),
                Optional.of(new SnapshotAt(8821946712209184411L, Instant.parse("2026-06-05T03:40:59Z"))),
                new TreeMap<>(Map.of("revenue_events", 5500133127219812345L, "tax_rates", 2203311271219812345L)),
                "0.1.0",
                "jo@finance-data",
                runs,
                decisions,
                NOW);
    }

    static BatchReconciliation with(BatchReconciliation batch, Finding... more) {
        List<Finding> findings = new ArrayList<>(batch.findings());
        findings.addAll(List.of(more));
        return new BatchReconciliation(
                batch.batch(),
                batch.range(),
                batch.baselineSnapshot(),
                batch.shadowSnapshot(),
                findings,
                batch.partitions(),
                batch.guardBand(),
                batch.measures(),
                batch.contributions(),
                batch.columns(),
                batch.topDeltas(),
                batch.samples(),
                batch.sql());
    }
}
