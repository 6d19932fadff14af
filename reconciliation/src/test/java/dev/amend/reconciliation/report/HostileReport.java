package dev.amend.reconciliation.report;

import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.CellValue;
import dev.amend.reconciliation.ColumnChange;
import dev.amend.reconciliation.ColumnChange.Factors;
import dev.amend.reconciliation.Contribution;
import dev.amend.reconciliation.Finding;
import dev.amend.reconciliation.Fingerprint;
import dev.amend.reconciliation.GuardPartition;
import dev.amend.reconciliation.MeasureFigure;
import dev.amend.reconciliation.Outcome;
import dev.amend.reconciliation.PartitionFigures;
import dev.amend.reconciliation.RowClass;
import dev.amend.reconciliation.RowView;
import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.reconciliation.TopDelta;
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
 * A report in which every text that comes from somewhere else is markup that would run, each with a name of its own. Names
 * of tables and of the backfill are left out: their types refuse such a text.
 */
final class HostileReport {
    private static final String MARKUP = "\"><img src=x onerror=alert(1)>";
    private static final BigDecimal TEN = BigDecimal.TEN;
    private static final BigDecimal ELEVEN = new BigDecimal(11);

    private final SortedSet<String> places = new TreeSet<>();

    /** All that a reader must see, letter by letter. */
    SortedSet<String> places() {
        return places;
    }

    Report report() {
        Specification specification = specification();
        List<BatchReconciliation> batches =
                specification.batches().stream().map(this::batch).toList();
        return Report.assemble(facts(specification), batches);
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
                .measure(at("measure"), "sum(net_revenue)", "0% to 20%", Measure.Per.BATCH)
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
        return new Decision(kind, at("actor"), SampleReports.NOW, MARKUP, at("reason"), Decision.Signature.UNSIGNED);
    }

    private BatchReconciliation batch(Batch batch) {
        MeasureFigure figure = new MeasureFigure(at("measure"), TEN, ELEVEN);
        return new BatchReconciliation(
                at(batch.id()),
                batch.range(),
                3908462709290536517L,
                batch.range().start(),
                Arrays.stream(Outcome.values()).map(this::finding).toList(),
                List.of(partition(batch, 0, figure), partition(batch, 1, figure)),
                List.of(new GuardPartition(
                        batch.range().start() - 1,
                        "guard" + MARKUP,
                        Fingerprint.EMPTY,
                        Fingerprint.EMPTY,
                        List.of(figure))),
                List.of(figure),
                List.of(
                        new Contribution(figure.name(), Contribution.RULE + at("rule"), 1, BigDecimal.ONE),
                        new Contribution(figure.name(), Contribution.UNEXPLAINED, 1, BigDecimal.ZERO)),
                List.of(new ColumnChange(at("column"), 2, 1, 1, List.of(), Factors.NONE)),
                Arrays.stream(TopDelta.Ranking.values())
                        .map(ranking -> new TopDelta(figure.name(), ranking, TEN, ELEVEN, row(RowClass.CHANGED)))
                        .toList(),
                Arrays.stream(RowClass.values())
                        .filter(rowClass -> rowClass != RowClass.SAME)
                        .map(this::row)
                        .toList(),
                List.of(at("sql"), "second " + at("sql")));
    }

    private Finding finding(Outcome outcome) {
        String result = outcome.name();
        return new Finding(
                Level.ROW,
                at("check:own-" + result),
                outcome,
                outcome == Outcome.PASS ? "scope" + MARKUP : at("scope-" + result),
                at("expected-" + result),
                outcome == Outcome.PASS ? "found" + MARKUP : at("found-" + result));
    }

    private PartitionFigures partition(Batch batch, int i, MeasureFigure figure) {
        return new PartitionFigures(
                batch.range().start() + i,
                "partition" + MARKUP,
                new Fingerprint(2, 1, 1),
                new Fingerprint(2, 2, 2),
                Map.of(RowClass.CHANGED, 2L),
                0,
                0,
                new TreeMap<>(Map.of("rule" + MARKUP, 1L)),
                1,
                new TreeMap<>(Map.of(at("column"), 2L)),
                List.of(figure));
    }

    private RowView row(RowClass rowClass) {
        return new RowView(
                rowClass,
                "partition" + MARKUP,
                rowClass.name().hashCode(),
                rowClass == RowClass.DUPLICATE
                        ? List.of()
                        : List.of(new RowView.KeyPart(at("key-column"), at("key-value"))),
                rowClass == RowClass.CHANGED ? at("explanation") : "",
                List.of(new RowView.Cell(
                        at("cell-column"), CellValue.of(at("value-before")), CellValue.of(at("value-after")))));
    }
}
