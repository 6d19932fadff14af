package dev.amend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.checks.RangeChecks;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Measures and totals. */
final class ComparedFiguresIT extends ComparedTables {
    /** The types have 26 and 19 digits; some of the values have more than 18, beside one that has none. */
    @Test
    void addsUpDecimalsOfManyDigits() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, net decimal(18,2), fee decimal(18,2)",
                "day",
                "values (date'2024-12-02', 1, 99999999999999.99, null), (date'2024-12-02', 2, -0.05, 1), (date'2024-12-02', 3, null, 2)",
                "values (date'2024-12-02', 1, -99999999999999.99, null), (date'2024-12-02', 2, -0.05, 1), (date'2024-12-02', 3, 1, 2)");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("large", "sum(net * 1000000)")
                        .measure("fees", "sum(fee + 1)")
                        .measure("net", "sum(net)")
                        .measure("more", "sum(net + 1)")
                        .build(),
                snapshots);

        assertThat(found.measures())
                .extracting(
                        MeasureFigure::name,
                        figure -> figure.before().orElseThrow().toPlainString(),
                        figure -> figure.after().orElseThrow().toPlainString())
                .containsExactly(
                        tuple("large", "99999999999999940000.00", "-99999999999999040000.00"),
                        tuple("fees", "5.00", "5.00"),
                        tuple("net", "99999999999999.94", "-99999999999999.04"),
                        tuple("more", "100000000000001.94", "-99999999999996.04"));
        assertThat(classes(found)).isEqualTo(Map.of(RowClass.SAME, 1L, RowClass.CHANGED, 2L));
    }

    @Test
    void neverTakesNoValueForZero() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, net int",
                "day",
                "values (date'2024-12-02', 1, null), (date'2024-12-03', 2, 5)",
                "values (date'2024-12-02', 1, 0), (date'2024-12-03', 2, 5)");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("net", "sum(net)", "0%", Measure.Per.PARTITION)
                        .measure("average", "avg(net)")
                        .measure("filled", "count(net)")
                        .measure("kinds", "count(distinct net)")
                        .measure("doubled", "sum(net) + sum(net)")
                        .build(),
                snapshots);

        assertThat(moves(found, 0))
                .containsExactly(
                        "net no value → 0 (from nothing)",
                        "average no value → 0 (from nothing)",
                        "filled 0 → 1 (from nothing)",
                        "kinds 0 → 1 (from nothing)",
                        "doubled no value → 0 (from nothing)");
        assertThat(moves(found, 2))
                .as("a day without rows")
                .containsExactly(
                        "net no value → no value (no value)",
                        "filled 0 → 0 (0.00%)",
                        "doubled no value → no value (no value)");
        assertThat(found.measures().get(0)).isEqualTo(new MeasureFigure("net", new BigDecimal(5), new BigDecimal(5)));
        assertThat(failures(found)).containsExactly("measure:net");
    }

    @Test
    void addsUpMeasuresOfWhichATermHasNoValue() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, gross int, tax int",
                "day",
                "values (date'2024-12-02', 1, 100, null), (date'2024-12-02', 2, 50, 10)",
                "values (date'2024-12-02', 1, 100, null), (date'2024-12-02', 2, 50, 20)");

        BatchReconciliation found =
                reconcile(keyed(TABLE).measure("net", "sum(gross) - sum(tax)").build(), snapshots);

        assertThat(found.measures())
                .containsExactly(new MeasureFigure("net", new BigDecimal("140"), new BigDecimal("130")));
    }

    @Test
    void refusesASourceTotalOfMoreThanOneRowOrColumn() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE, "day date, k int", "day", "values (date'2024-12-02', 1)", "values (date'2024-12-02', 1)");

        assertThatThrownBy(() -> reconcile(
                        keyed(TABLE)
                                .sourceTotal("keys", "sum(k)", "select * from values (1), (2)")
                                .build(),
                        snapshots))
                .hasMessageContaining("source total keys: its query returned several rows, not one number");
        assertThatThrownBy(() -> reconcile(
                        keyed(TABLE)
                                .sourceTotal("keys", "sum(k)", "select 1, 2")
                                .build(),
                        snapshots))
                .hasMessageContaining("source total keys: its query returned 2 columns, not one number");
    }

    @Test
    void checksSourceTotalsRequiredColumnsAndMeasuresThatDoNotAddUp() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, net decimal(18,2)",
                "day",
                "values (date'2024-12-02', 1, 10), (date'2024-12-02', 2, 30), (date'2024-12-03', 1, 5)",
                "values (date'2024-12-02', 1, 10), (date'2024-12-02', 2, null), (date'2024-12-03', 1, 5)");
        LAKE.session().sql("select 16.0D as gross").createOrReplaceTempView("events");
        Specification specification = keyed(TABLE)
                .measure("average", "avg(net)", "0%", Measure.Per.BATCH)
                .measure("keys", "count(distinct k)")
                .required("net")
                .source("events")
                .sourceTotal("net", "sum(net)", "select sum(gross) from events where :batch_start = date'2024-12-02'")
                .sourceTotal("most", "max(net)", "select 10")
                .build();
        BatchInput input = new BatchInput(
                specification.batches().get(0),
                snapshots.baseline(),
                new NewRows.InShadow(snapshots.shadow()),
                Map.of("batch_start", LocalDate.of(2024, 12, 2)),
                1);

        BatchReconciliation found = new Reconciler(specification, REGISTERED).reconcile(LAKE.session(), input);

        assertThat(found.measures().get(0)).satisfies(average -> {
            assertThat(average.before().orElseThrow()).isEqualByComparingTo("15");
            assertThat(average.after().orElseThrow()).isEqualByComparingTo("7.5");
        });
        assertThat(found.measures().get(1)).isEqualTo(new MeasureFigure("keys", new BigDecimal(2), new BigDecimal(2)));
        assertThat(found.findings().stream().filter(Finding::failed))
                .extracting(Finding::check, Finding::expected, Finding::found)
                .containsExactly(
                        tuple("required:net", "no null", "0 → 1"),
                        tuple("measure:average", "0%", "15 → 7.50 (-50.00%)"),
                        tuple("source-total:net", "16", "15"));
        assertThat(RangeChecks.compute(
                                LAKE.session(),
                                specification,
                                snapshots.baseline(),
                                new NewRows.InShadow(snapshots.shadow()),
                                specification.sourceRange().segments())
                        .measures())
                .isEqualTo(found.measures());
    }

    @Test
    void saysWhereAMeasureIsNoNumber() {
        Rewritten snapshots = table("score double", "(1.0D), (double('NaN'))", "(2.0D), (double('NaN'))");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("total", "sum(score)", "0 to 5", Measure.Per.BATCH)
                        .measure("average", "avg(score)", "0%", Measure.Per.BATCH)
                        .sourceTotal("source", "sum(score)", "select 2D")
                        .build(),
                snapshots);

        assertThat(found.measures().get(0))
                .isEqualTo(new MeasureFigure("total", new BigDecimal("1.0"), new BigDecimal("2.0")));
        assertThat(found.findings().stream().filter(finding -> finding.check().startsWith("finite:")))
                .extracting(Finding::check, Finding::outcome, Finding::found)
                .containsExactly(
                        tuple("finite:total", Outcome.WARN, "1 → 1 rows, left out"),
                        tuple("finite:source-total:source", Outcome.WARN, "1 → 1 rows, left out"),
                        tuple("finite:average", Outcome.FAIL, "2 → 2 partitions and totals"));
    }

    /** Only what is computed in floating point has noise. */
    @Test
    void tellsLargeExactFiguresApartByOne() {
        Rewritten snapshots = table("id bigint", "(10000000000)", "(10000000001)");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("newest", "max(id)", "0 to 0", Measure.Per.BATCH)
                        .sourceTotal("newest", "max(id)", "select 10000000000")
                        .build(),
                snapshots);

        assertThat(found.findings().stream().filter(Finding::failed))
                .extracting(Finding::check, Finding::expected, Finding::found)
                .containsExactly(
                        tuple("measure:newest", "0", "10,000,000,000 → 10,000,000,001 (+0.00000001%)"),
                        tuple("source-total:newest", "10,000,000,000", "10,000,000,001"));
    }

    private static List<String> moves(BatchReconciliation found, int partition) {
        return found.partitions().get(partition).measures().stream()
                .map(figure -> figure.name() + " " + FigureText.move(figure))
                .toList();
    }
}
