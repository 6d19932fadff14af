package dev.amend.reconciliation.report;

import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.ColumnChange.Factors;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.GuardPartition;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.reconciliation.report.ReportFacts.BatchRun;
import dev.amend.reconciliation.report.ReportFacts.Decision;
import dev.amend.reconciliation.report.ReportFacts.SnapshotAt;
import dev.amend.specs.ApprovalRule;
import dev.amend.specs.Batch;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A report in which every text that comes from somewhere else is markup that would run, each with a name of its own: from
 * data, the catalog, the specification, errors, or people. Names of tables and of the backfill are left out: their types
 * refuse such a text. What only the JSON has, or what the page says in another place already, is markup without a name.
 */
final class HostileReport {
    static final String MARKUP = "\"><img src=x onerror=alert(1)>";
    private static final int DIGEST_SHOWN = 12;
    private static final BigDecimal TEN = BigDecimal.TEN;
    private static final BigDecimal ELEVEN = new BigDecimal(11);

    /** Kinds of checks that are about something with a name. */
    private static final List<String> NAMED_CHECKS = List.of(
            "required",
            "measure",
            "source-total",
            "boundary-jump",
            "unchanged",
            "unexplained-delta",
            "check",
            "unknown");

    private final SortedSet<String> places = new TreeSet<>();

    /** All that a reader must see, letter by letter. */
    SortedSet<String> places() {
        return places;
    }

    Report report() {
        Specification specification = specification();
        List<BatchReconciliation> batches =
                specification.batches().stream().map(this::batch).toList();
        return Report.assemble(facts(specification), batches, totals());
    }

    /** A text that must be seen. */
    private String at(String place) {
        String text = place + MARKUP;
        places.add(text);
        return text;
    }

    private Specification specification() {
        Specification plain = SpecificationBuilder.aSpecification()
                .over("2024-12-01", "2024-12-14")
                .key(at("key-column"))
                .volatileColumns(at("volatile-column"))
                .sensitive(at("sensitive-column"))
                .measure(at("net"), "sum(net_revenue)", "0% to 20%", Measure.Per.BATCH)
                .measure(at("gross"), "sum(gross_revenue)")
                .measure(at("average"), "avg(net_revenue)")
                .sourceTotal("source-total" + MARKUP, MARKUP, MARKUP)
                .unchanged(MARKUP)
                .tolerance(at("tolerance-column"), "0.01", "0")
                .rule(at("rule"), at("rule-condition"))
                .unexplained(0, "0%")
                .check("check" + MARKUP, Severity.WARN, MARKUP)
                .build();
        return new Specification(
                plain.id(),
                at("owner"),
                at("issue"),
                at("change"),
                plain.sourceRange(),
                plain.target(),
                plain.sources(),
                plain.transform(),
                plain.execution(),
                plain.validation(),
                new ApprovalRule(List.of(at("approver")), ApprovalRule.RunnerMay.APPROVE, Optional.empty()),
                plain.publish(),
                plain.rollback(),
                plain.watch(),
                at("specification-digest"));
    }

    private ReportFacts facts(Specification specification) {
        List<BatchRun> runs = specification.batches().stream()
                .map(batch -> new BatchRun(
                        batch.id() + MARKUP,
                        at("state"),
                        700,
                        Duration.ofMillis(430),
                        48_300,
                        2,
                        Optional.of(at("built-again-for"))))
                .toList();
        return new ReportFacts(
                specification,
                new SnapshotAt(3908462709290536517L, SampleReports.NOW),
                Optional.of(new SnapshotAt(8821946712209184411L, SampleReports.NOW)),
                new TreeMap<>(Map.of(at("source"), 5500133127219812345L)),
                at("code-version"),
                at("ran-by"),
                runs,
                Arrays.stream(Decision.Kind.values()).map(this::decision).toList(),
                SampleReports.NOW);
    }

    private Decision decision(Decision.Kind kind) {
        String digest = "decided" + MARKUP;
        places.add("an earlier one, " + digest.substring(0, DIGEST_SHOWN));
        return new Decision(
                kind,
                at("actor-" + kind),
                SampleReports.NOW,
                digest,
                at("reason-" + kind),
                Decision.Signature.UNSIGNED);
    }

    private BatchReconciliation batch(Batch batch) {
        MeasureFigure figure = new MeasureFigure(at("net"), TEN, ELEVEN);
        MeasureFigure other = new MeasureFigure(at("gross"), TEN, ELEVEN);
        return new BatchReconciliation(
                at(batch.id()),
                batch.range(),
                3908462709290536517L,
                batch.range().start(),
                findings(),
                List.of(partition(batch, 0, figure, other), partition(batch, 1, figure, other)),
                List.of(new GuardPartition(
                        batch.range().start() - 1,
                        "guard" + MARKUP,
                        Fingerprint.EMPTY,
                        Fingerprint.EMPTY,
                        List.of(figure))),
                List.of(figure, other),
                List.of(
                        new Contribution(figure.name(), Contribution.RULE + at("rule"), 1, BigDecimal.ONE),
                        new Contribution(figure.name(), Contribution.UNEXPLAINED, 1, BigDecimal.ZERO),
                        new Contribution(other.name(), Contribution.ADDED, 1, BigDecimal.ONE)),
                List.of(new ColumnChange(at("changed-column"), 2, 1, 1, List.of(), Factors.NONE)),
                Arrays.stream(TopDelta.Ranking.values())
                        .map(ranking -> new TopDelta(figure.name(), ranking, TEN, ELEVEN, row(RowClass.CHANGED)))
                        .toList(),
                Arrays.stream(RowClass.values())
                        .filter(rowClass -> rowClass != RowClass.SAME)
                        .map(this::row)
                        .toList(),
                List.of(at("sql"), "second " + at("sql")));
    }

    /** More than are shown at once. */
    private List<Finding> findings() {
        return Arrays.stream(Outcome.values())
                .flatMap(outcome -> NAMED_CHECKS.stream().map(check -> finding(check, outcome)))
                .toList();
    }

    private RangeTotals totals() {
        return new RangeTotals(
                List.of(),
                List.of(new Finding(
                        Level.STRUCTURAL,
                        "key-unique",
                        Outcome.FAIL,
                        Finding.TOTAL,
                        at("expected-of-total"),
                        at("found-by-total"))));
    }

    /** Where a check passed, its scope is in the JSON alone. */
    private Finding finding(String check, Outcome outcome) {
        String result = "%s-%s".formatted(check, outcome);
        return new Finding(
                Level.ROW,
                at("%s:own-%s".formatted(check, outcome)),
                outcome,
                outcome == Outcome.PASS ? "scope" + MARKUP : at("scope-" + result),
                at("expected-" + result),
                at("found-" + result));
    }

    private PartitionFigures partition(Batch batch, int i, MeasureFigure... figures) {
        return new PartitionFigures(
                batch.range().start() + i,
                at("partition"),
                new Fingerprint(2, 1, 1),
                new Fingerprint(2, 2, 2),
                Map.of(RowClass.CHANGED, 2L),
                0,
                0,
                new TreeMap<>(Map.of(at("rule"), 1L)),
                1,
                new TreeMap<>(Map.of(at("changed-column"), 2L)),
                List.of(figures));
    }

    private RowView row(RowClass rowClass) {
        return new RowView(
                rowClass,
                at("partition"),
                rowClass.name().hashCode(),
                rowClass == RowClass.DUPLICATE
                        ? List.of()
                        : List.of(new RowView.KeyPart(at("key-column"), at("key-value"))),
                rowClass == RowClass.CHANGED ? at("explanation") : "",
                List.of(new RowView.Cell(
                        at("cell-column"), CellValue.of(at("value-before")), CellValue.of(at("value-after")))));
    }
}
