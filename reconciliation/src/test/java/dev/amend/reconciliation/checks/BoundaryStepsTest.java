package dev.amend.reconciliation.checks;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.GuardPartition;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.specs.Level;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Nine weeks of a daily figure with quiet week-ends, from Monday 2024-12-02 on. */
final class BoundaryStepsTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-12-02");
    private static final LocalDate LAST = LocalDate.parse("2025-02-02");
    private static final BigDecimal TAX = new BigDecimal("0.81");

    @Test
    void aCorrectionOfTheWholeRangeIsNoStep() {
        List<Finding> findings = judge(day -> TAX, BoundaryStepsTest::usual);

        assertThat(findings)
                .containsExactly(new Finding(
                        Level.AGGREGATE,
                        "boundary-jump:revenue",
                        Outcome.PASS,
                        "total",
                        "no step beyond z = 6",
                        "none of 62 steps"));
    }

    @Test
    void aCorrectionOfHalfAMonthBeginsAndEndsWithOne() {
        LocalDate from = LocalDate.parse("2024-12-16");
        LocalDate until = LocalDate.parse("2025-01-01");

        List<Finding> findings = judge(
                day -> day.isBefore(from) || !day.isBefore(until) ? BigDecimal.ONE : TAX, BoundaryStepsTest::usual);

        assertThat(findings).extracting(Finding::outcome).containsOnly(Outcome.WARN);
        assertThat(findings)
                .extracting(Finding::scope)
                .containsExactly("2024-12-15 → 2024-12-16", "2024-12-31 → 2025-01-01");
        assertThat(findings.get(0).found())
                .startsWith("z = -")
                .contains("the step was +")
                .endsWith(", where a batch begins");
        assertThat(findings.get(1).found()).endsWith(", where a month begins");
    }

    @Test
    void oneInsideOfABatchIsSeenAsWell() {
        LocalDate from = LocalDate.parse("2024-12-18");

        List<Finding> findings = judge(day -> day.isBefore(from) ? BigDecimal.ONE : TAX, BoundaryStepsTest::usual);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.scope()).isEqualTo("2024-12-17 → 2024-12-18");
            assertThat(finding.found()).endsWith(", inside of a batch");
        });
    }

    /** What readers of the new figures will see, though every day of the range was corrected alike. */
    @Test
    void theRangeEndsWithOneIfTheNeighbourNeedsTheSameCorrection() {
        List<Finding> findings = judge(day -> new BigDecimal("0.1"), BoundaryStepsTest::usual, guard(BigDecimal.ONE));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.scope()).isEqualTo("2025-02-02 → 2025-02-03");
            assertThat(finding.found()).endsWith(", where the range ends");
        });
    }

    @Test
    void theRangeEndsWithNoneIfTheErrorDid() {
        List<Finding> findings =
                judge(day -> new BigDecimal("0.1"), BoundaryStepsTest::usual, guard(new BigDecimal("0.1")));

        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.PASS);
    }

    /** A first step that was there all along is not this backfill's. */
    @Test
    void theRangeEndsWithNoneIfItWasThereBefore() {
        List<Finding> findings = judge(day -> BigDecimal.ONE, BoundaryStepsTest::usual, guard(new BigDecimal("0.01")));

        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.PASS);
    }

    @Test
    void roundingIsNoStep() {
        List<Finding> findings = judge(
                day -> TAX.add(new BigDecimal(day.getDayOfMonth() % 3).movePointLeft(5)), BoundaryStepsTest::usual);

        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.PASS);
    }

    @Test
    void figuresThatMayBeZeroAreComparedByDifferences() {
        LocalDate from = LocalDate.parse("2025-01-01");
        Function<LocalDate, BigDecimal> sometimesNothing =
                day -> day.getDayOfMonth() == 24 ? BigDecimal.ZERO : usual(day);

        List<Finding> findings =
                judge(day -> day.isBefore(from) ? BigDecimal.ONE : new BigDecimal("0.1"), sometimesNothing);

        assertThat(findings).extracting(Finding::scope).contains("2024-12-31 → 2025-01-01");
    }

    @Test
    void aFewPartitionsSayNothing() {
        Specification specification = specification(LocalDate.parse("2024-12-06"));

        assertThat(BoundarySteps.judge(
                        specification,
                        batches(specification, day -> BigDecimal.ONE, BoundaryStepsTest::usual, Map.of())))
                .isEmpty();
    }

    @Test
    void areNotJudgedUnlessAskedFor() {
        Specification specification = aSpecification()
                .measure("revenue", "sum(net_revenue)")
                .over("2024-12-02", "2025-02-02")
                .build();

        assertThat(BoundarySteps.judge(
                        specification,
                        batches(specification, day -> BigDecimal.ONE, BoundaryStepsTest::usual, Map.of())))
                .isEmpty();
    }

    /** Worked by hand: the median is 2, deviations are 1, 1, 0, 1, 98, and their median is 1. */
    @Test
    void scoresAreByMedianAndMedianAbsoluteDeviation() {
        StepScores steps = StepScores.of(List.of(1.0, 3.0, 2.0, 1.0, 100.0), 0.001);

        assertThat(steps.score(100)).isCloseTo(98 / 1.4826, within(1e-9));
        assertThat(steps.score(2)).isZero();
    }

    private static Map<Long, BigDecimal> guard(BigDecimal factor) {
        LocalDate after = LAST.plusDays(1);
        return Map.of(after.toEpochDay(), usual(after).multiply(factor));
    }

    /** Week-ends have a third; besides, days differ by some percent. */
    private static BigDecimal usual(LocalDate day) {
        double weekly = day.getDayOfWeek().getValue() > 5 ? 0.33 : 1;
        double noise = 1 + 0.02 * (day.toEpochDay() * 7919 % 13 - 6) / 6.0;
        return new BigDecimal(50_000 * weekly * noise).setScale(2, RoundingMode.HALF_UP);
    }

    private static List<Finding> judge(
            Function<LocalDate, BigDecimal> correction, Function<LocalDate, BigDecimal> before) {
        return judge(correction, before, Map.of());
    }

    private static List<Finding> judge(
            Function<LocalDate, BigDecimal> correction,
            Function<LocalDate, BigDecimal> before,
            Map<Long, BigDecimal> guard) {
        Specification specification = specification(LAST);
        return BoundarySteps.judge(specification, batches(specification, correction, before, guard));
    }

    private static Specification specification(LocalDate last) {
        return aSpecification()
                .measure("revenue", "sum(net_revenue)")
                .over(FIRST.toString(), last.toString())
                .boundaryJump("6")
                .build();
    }

    private static List<BatchReconciliation> batches(
            Specification specification,
            Function<LocalDate, BigDecimal> correction,
            Function<LocalDate, BigDecimal> before,
            Map<Long, BigDecimal> guard) {
        LongFunction<MeasureFigure> figure = ordinal -> {
            LocalDate day = LocalDate.ofEpochDay(ordinal);
            BigDecimal old = before.apply(day);
            BigDecimal now = old.multiply(correction.apply(day)).setScale(2, RoundingMode.HALF_UP);
            return new MeasureFigure("revenue", old, now);
        };
        List<BatchReconciliation> batches = new ArrayList<>();
        specification
                .batches()
                .forEach(batch -> batches.add(new BatchReconciliation(
                        batch.id(),
                        batch.range(),
                        1,
                        2,
                        List.of(),
                        LongStream.range(batch.range().start(), batch.range().end())
                                .mapToObj(ordinal -> partition(ordinal, figure.apply(ordinal)))
                                .toList(),
                        guardOf(batch.range().end(), guard),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of())));
        return batches;
    }

    private static List<GuardPartition> guardOf(long ordinal, Map<Long, BigDecimal> guard) {
        BigDecimal untouched = guard.get(ordinal);
        return untouched == null
                ? List.of()
                : List.of(new GuardPartition(
                        ordinal,
                        PartitionUnit.DAY.format(ordinal),
                        Fingerprint.EMPTY,
                        Fingerprint.EMPTY,
                        List.of(new MeasureFigure("revenue", untouched, untouched))));
    }

    private static PartitionFigures partition(long ordinal, MeasureFigure figure) {
        SortedMap<String, Long> none = new TreeMap<>();
        return new PartitionFigures(
                ordinal,
                PartitionUnit.DAY.format(ordinal),
                Fingerprint.EMPTY,
                Fingerprint.EMPTY,
                Map.of(),
                0,
                0,
                none,
                0,
                none,
                List.of(figure));
    }
}
