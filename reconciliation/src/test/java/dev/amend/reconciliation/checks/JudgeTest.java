package dev.amend.reconciliation.checks;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.reconciliation.checks.Evidence.Endless;
import dev.amend.reconciliation.checks.Evidence.Growth;
import dev.amend.reconciliation.checks.Evidence.Moved;
import dev.amend.reconciliation.checks.Evidence.Precision;
import dev.amend.reconciliation.checks.Evidence.Remedy;
import dev.amend.reconciliation.checks.Evidence.RequiredNulls;
import dev.amend.reconciliation.checks.Evidence.TotalPair;
import dev.amend.reconciliation.finding.BeforeAfter;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.ColumnChange.Factors;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.SchemaChange;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static final SchemaChange NO_CHANGE = SchemaChange.NONE;

    @Test
    void namesCheckPartitionExpectedAndFoundOfWhatFailed() {
        Specification specification = aSpecification()
                .measure("revenue", "sum(net_revenue)", "-1.5% to -0.8%", Measure.Per.PARTITION)
                .unchanged("gross_revenue")
                .required("net_revenue")
                .sourceTotal("gross", "sum(gross_revenue)", "select 1")
                .unexplained(0, "0%")
                .build();
        List<PartitionFigures> partitions =
                List.of(partition(20059, 10, 10, 0, "100", "99"), partition(20060, 10, 0, 4, "100", "0"));
        Evidence evidence = new Evidence(
                "2024-12-02",
                new SchemaChange(List.of("tax is gone"), List.of(), List.of()),
                partitions,
                List.of(figure("200", "99")),
                List.of(new Contribution("revenue", "unexplained", 4, new BigDecimal("-3"))),
                List.of(new ColumnChange("gross_revenue", 3, 0, 0, List.of(), Factors.NONE)),
                new Growth(0, 2, 2),
                Moved.LOOKED_FOR,
                List.of(new RequiredNulls("net_revenue", new BeforeAfter(0, 1))),
                List.of(),
                List.of(new TotalPair(
                        "gross", Optional.of(new BigDecimal("5")), Optional.of(new BigDecimal("6")), Precision.EXACT)));

        List<Finding> findings = Judge.judge(specification, evidence);

        assertThat(findings.stream().filter(Finding::failed))
                .extracting(Finding::check, Finding::scope, Finding::expected, Finding::found)
                .containsExactly(
                        row("schema", "2024-12-02", "the same columns", "tax is gone"),
                        row("row-count", "2024-12-03", "within 0 rows", "10 → 0"),
                        row("partitions", "2024-12-03", "none emptied, none appeared", "10 → 0"),
                        row("key-unique", "2024-12-02", "no key twice", "0 → 2"),
                        row("required:net_revenue", "2024-12-02", "no null", "0 → 1"),
                        row("measure:revenue", "2024-12-03", "-1.5% to -0.8%", "100 → 0 (-100.00%)"),
                        row("measure:revenue", "2024-12-02", "-1.5% to -0.8%", "200 → 99 (-50.50%)"),
                        row("source-total:gross", "2024-12-02", "6", "5"),
                        row("unchanged:gross_revenue", "2024-12-02", "changed in no row", "changed in 3"),
                        row("unexplained-rows", "2024-12-02", "at most 0", "4"),
                        row("unexplained-delta:revenue", "2024-12-02", "0%", "-3 (-1.50%)"));
    }

    @Test
    void passesWhatIsAsItShouldBe() {
        Specification specification = aSpecification()
                .measure("revenue", "sum(net_revenue)", "-1.5% to -0.8%", Measure.Per.PARTITION)
                .unexplained(0, "0%")
                .build();
        Evidence evidence = new Evidence(
                "2024-12-02",
                NO_CHANGE,
                List.of(partition(20059, 10, 10, 0, "100", "99")),
                List.of(figure("100", "99")),
                List.of(),
                List.of(),
                new Growth(0, 0, 0),
                Moved.LOOKED_FOR,
                List.of(),
                List.of(),
                List.of());

        assertThat(Judge.judge(specification, evidence))
                .extracting(Finding::check, Finding::outcome)
                .containsExactly(
                        row("schema", Outcome.PASS),
                        row("row-count", Outcome.PASS),
                        row("partitions", Outcome.PASS),
                        row("key-unique", Outcome.PASS),
                        row("key-not-null", Outcome.PASS),
                        row("measure:revenue", Outcome.PASS),
                        row("unexplained-rows", Outcome.PASS));
    }

    @Test
    void doesNotBlameTheBackfillForWhatTheBaselineHadAlready() {
        Evidence evidence = new Evidence(
                "2024-12-02",
                new SchemaChange(List.of(), List.of("channel is new"), List.of()),
                List.of(partition(20059, 10, 10, 0, "100", "99")),
                List.of(),
                List.of(),
                List.of(),
                new Growth(3, 0, 0),
                Moved.LOOKED_FOR,
                List.of(),
                List.of(),
                List.of());

        assertThat(Judge.judge(aSpecification().build(), evidence).stream()
                        .filter(finding -> finding.outcome() == Outcome.WARN))
                .extracting(Finding::check, Finding::found)
                .containsExactly(row("schema", "channel is new"), row("key-unique", "3 → 0"));
    }

    @Test
    void showsWhatTheBaselineAlreadyHasAndFailsOnlyWhereThereIsMoreOfIt() {
        assertThat(structure(new Growth(2, 2, 0), new BeforeAfter(3, 2)))
                .containsExactly(
                        row("key-unique", Outcome.WARN, "2 → 2, as the baseline already has"),
                        row("required:net", Outcome.WARN, "3 → 2, as the baseline already has"));
        assertThat(structure(new Growth(2, 3, 1), new BeforeAfter(2, 3)))
                .containsExactly(row("key-unique", Outcome.FAIL, "2 → 3"), row("required:net", Outcome.FAIL, "2 → 3"));
        assertThat(structure(new Growth(2, 2, 1), new BeforeAfter(0, 0)))
                .as("another key than before")
                .containsExactly(
                        row("key-unique", Outcome.FAIL, "2 → 2, of which 1 more often than before"),
                        row("required:net", Outcome.PASS, "0 → 0"));
    }

    private static List<org.assertj.core.groups.Tuple> structure(Growth duplicates, BeforeAfter nulls) {
        Evidence evidence = new Evidence(
                "2024-12-02",
                NO_CHANGE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                duplicates,
                Moved.LOOKED_FOR,
                List.of(new Evidence.RequiredNulls("net", nulls)),
                List.of(),
                List.of());
        return Judge.judge(aSpecification().required("net").build(), evidence).stream()
                .filter(finding ->
                        finding.check().equals("key-unique") || finding.check().startsWith("required"))
                .map(finding -> row(finding.check(), finding.outcome(), finding.found()))
                .toList();
    }

    /** A day that was missing is what many a backfill is for; how many rows may come is what the row count says. */
    @Test
    void warnsOfPartitionsThatAppearAndFailsThoseThatAreEmptied() {
        Specification specification = aSpecification().rowTolerance("100").build();

        assertThat(Judge.judge(
                                specification,
                                evidence(
                                        Moved.LOOKED_FOR,
                                        List.of(),
                                        partition(20059, 0, 90, 0, "0", "9"),
                                        partition(20060, 90, 0, 0, "9", "0")))
                        .stream()
                        .filter(finding -> finding.outcome() != Outcome.PASS))
                .extracting(Finding::check, Finding::outcome, Finding::scope, Finding::found)
                .containsExactly(
                        row("partitions", Outcome.WARN, "2024-12-02", "0 → 90"),
                        row("partitions", Outcome.FAIL, "2024-12-03", "90 → 0"));
        assertThat(Judge.judge(
                                aSpecification().build(),
                                evidence(Moved.LOOKED_FOR, List.of(), partition(20059, 0, 90, 0, "0", "9")))
                        .stream()
                        .filter(Finding::failed))
                .extracting(Finding::check, Finding::found)
                .containsExactly(row("row-count", "0 → 90"));
    }

    @Test
    void letsPartitionsBeFilledAndEmptiedWhereThatIsDeclared() {
        Evidence evidence = evidence(
                Moved.LOOKED_FOR,
                List.of(),
                partition(20059, 0, 90, 0, "0", "9"),
                partition(20060, 90, 0, 0, "9", "0"),
                partition(20061, 5, 5, 0, "9", "9"));
        SpecificationBuilder strict = aSpecification().measure("revenue", "sum(net)", "0%", Measure.Per.PARTITION);

        assertThat(Judge.judge(strict.gaps(3, 1).build(), evidence).stream()
                        .filter(finding -> finding.outcome() != Outcome.PASS))
                .isEmpty();
        assertThat(Judge.judge(strict.gaps(3, 1).build(), evidence).stream()
                        .filter(finding -> finding.check().equals("partitions")))
                .extracting(Finding::expected, Finding::found)
                .containsExactly(row(
                        "at most 3 filled, at most 1 emptied",
                        "all of 3 partitions, 2 of them filled or emptied as declared"));
        assertThat(Judge.judge(strict.gaps(3, 0).build(), evidence).stream().filter(Finding::failed))
                .extracting(Finding::check, Finding::scope)
                .containsExactly(
                        row("row-count", "2024-12-03"),
                        row("partitions", "2024-12-03"),
                        row("measure:revenue", "2024-12-03"));
        assertThat(Judge.judge(strict.gaps(0, 1).build(), evidence).stream().filter(Finding::failed))
                .extracting(Finding::check, Finding::scope)
                .containsExactly(row("row-count", "2024-12-02"), row("measure:revenue", "2024-12-02"));
    }

    @Test
    void saysHowManyPartitionsHadNoRowsAndHaveNone() {
        List<Finding> findings = Judge.judge(
                aSpecification().build(),
                evidence(
                        Moved.LOOKED_FOR,
                        List.of(),
                        partition(20059, 1, 1, 0, "9", "9"),
                        partition(20060, 0, 0, 0, "0", "0")));

        assertThat(findings.stream().filter(finding -> finding.check().equals("partitions")))
                .extracting(Finding::outcome, Finding::found)
                .containsExactly(row(Outcome.PASS, "all of 2 partitions, 1 of them without rows as before"));
    }

    @Test
    void doesNotJudgeAFigureThatIsNoNumber() {
        List<Endless> endless = List.of(
                new Endless("revenue", new BeforeAfter(3, 3), Remedy.LEFT_OUT),
                new Endless("tax", new BeforeAfter(3, 4), Remedy.LEFT_OUT),
                new Endless("mean", new BeforeAfter(2, 2), Remedy.NONE));

        assertThat(Judge.judge(
                                aSpecification().build(),
                                evidence(Moved.LOOKED_FOR, endless, partition(20059, 1, 1, 0, "9", "9")))
                        .stream()
                        .filter(finding -> finding.outcome() != Outcome.PASS))
                .extracting(Finding::check, Finding::outcome, Finding::found)
                .containsExactly(
                        row("finite:revenue", Outcome.WARN, "3 → 3 rows, left out"),
                        row("finite:tax", Outcome.FAIL, "3 → 4 rows, left out"),
                        row("finite:mean", Outcome.FAIL, "2 → 2 partitions and totals"));
    }

    @Test
    void saysIfMovedRowsWereNotLookedFor() {
        assertThat(Judge.judge(
                                aSpecification().build(),
                                evidence(Moved.TOO_MANY_TO_LOOK_FOR, List.of(), partition(20059, 1, 1, 0, "9", "9")))
                        .stream()
                        .filter(finding -> finding.outcome() == Outcome.WARN))
                .extracting(Finding::check, Finding::found)
                .containsExactly(row("moved-rows", "not looked for: more than 20,000 rows are on one side only"));
    }

    @Test
    void letsRowCountsOfPartitionsMoveWithinTheirTolerance() {
        Evidence evidence = rowCounts(
                partition(20059, 1000, 998, 0, "1", "1"),
                partition(20060, 1000, 1002, 0, "1", "1"),
                partition(20061, 1000, 997, 0, "1", "1"),
                partition(20062, 500, 503, 0, "1", "1"));

        assertThat(rowCountFindings("0", evidence))
                .containsExactly(
                        row("2024-12-02", Outcome.FAIL, "1,000 → 998"),
                        row("2024-12-03", Outcome.FAIL, "1,000 → 1,002"),
                        row("2024-12-04", Outcome.FAIL, "1,000 → 997"),
                        row("2024-12-05", Outcome.FAIL, "500 → 503"));
        assertThat(rowCountFindings("2", evidence))
                .containsExactly(
                        row("2024-12-04", Outcome.FAIL, "1,000 → 997"), row("2024-12-05", Outcome.FAIL, "500 → 503"));
        assertThat(rowCountFindings("0.3%", evidence)).containsExactly(row("2024-12-05", Outcome.FAIL, "500 → 503"));
        assertThat(rowCountFindings("3", evidence))
                .containsExactly(row("2024-12-02", Outcome.PASS, "all of 4 partitions"));
    }

    @Test
    void saysHowFarARowCountMayMove() {
        Evidence evidence = rowCounts(partition(20059, 1000, 997, 0, "1", "1"));

        assertThat(Judge.judge(aSpecification().rowTolerance("2").build(), evidence).stream()
                        .filter(Finding::failed))
                .containsExactly(new Finding(
                        Level.STRUCTURAL, "row-count", Outcome.FAIL, "2024-12-02", "within 2 rows", "1,000 → 997"));
        assertThat(Judge.judge(aSpecification().rowTolerance("0.2%").build(), evidence).stream()
                        .filter(Finding::failed))
                .extracting(Finding::expected)
                .containsExactly("within 0.2% of the rows");
    }

    private static Evidence rowCounts(PartitionFigures... partitions) {
        return evidence(Moved.LOOKED_FOR, List.of(), partitions);
    }

    private static Evidence evidence(Moved moved, List<Endless> endless, PartitionFigures... partitions) {
        return new Evidence(
                "2024-12-02",
                NO_CHANGE,
                List.of(partitions),
                List.of(),
                List.of(),
                List.of(),
                new Growth(0, 0, 0),
                moved,
                List.of(),
                endless,
                List.of());
    }

    private static List<org.assertj.core.groups.Tuple> rowCountFindings(String tolerance, Evidence evidence) {
        return Judge.judge(aSpecification().rowTolerance(tolerance).build(), evidence).stream()
                .filter(finding -> finding.check().equals("row-count"))
                .map(finding -> row(finding.scope(), finding.outcome(), finding.found()))
                .toList();
    }

    private static org.assertj.core.groups.Tuple row(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private static MeasureFigure figure(String before, String after) {
        return new MeasureFigure("revenue", new BigDecimal(before), new BigDecimal(after));
    }

    private static PartitionFigures partition(
            long ordinal, long rowsBefore, long rowsAfter, long unexplained, String before, String after) {
        return new PartitionFigures(
                ordinal,
                java.time.LocalDate.ofEpochDay(ordinal).toString(),
                new Fingerprint(rowsBefore, 1, 1),
                new Fingerprint(rowsAfter, 2, 2),
                Map.of(RowClass.CHANGED, rowsAfter),
                0,
                0,
                new TreeMap<>(),
                unexplained,
                new TreeMap<>(),
                List.of(figure(before, after)));
    }
}
