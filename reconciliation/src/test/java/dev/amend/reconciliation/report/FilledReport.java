package dev.amend.reconciliation.report;

import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.ColumnChange.ConstantFactor;
import dev.amend.reconciliation.finding.ColumnChange.DeltaBucket;
import dev.amend.reconciliation.finding.ColumnChange.DeltaSpread;
import dev.amend.reconciliation.finding.ColumnChange.FactorBucket;
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
import dev.amend.reconciliation.finding.RowView.Cell;
import dev.amend.reconciliation.finding.RowView.KeyPart;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.reconciliation.finding.TopDelta.Ranking;
import dev.amend.reconciliation.report.ReportFacts.BatchRun;
import dev.amend.reconciliation.report.ReportFacts.Decision;
import dev.amend.reconciliation.report.ReportFacts.SnapshotAt;
import dev.amend.specs.Batch;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A report of two small batches without an empty place: whatever a report can have is in it. Of changed rows and of rows
 * that moved most there are more than a report shows.
 */
final class FilledReport {
    private static final String RULE = "tax-taken-out";
    private static final List<RowClass> CLASSES = List.of(RowClass.values());
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final List<String> CHECKS = List.of(
            "schema",
            "row-count",
            "partitions",
            "key-unique",
            "key-not-null",
            "required:merchant_id",
            "guard-band",
            "measure:revenue",
            "source-total:gross",
            "unchanged:gross_revenue",
            "moved-rows",
            "unexplained-rows",
            "unexplained-delta:revenue",
            "check:refunds-have-an-order");

    private static final BigDecimal DELTA = new BigDecimal("-12.5");

    private FilledReport() {}

    static Specification specification() {
        return SpecificationBuilder.aSpecification()
                .over("2024-12-02", "2024-12-07")
                .partitionsPerBatch(3)
                .measure("revenue", "sum(net_revenue)", "-50% to 50%", Measure.Per.BATCH)
                .measure("middle", "avg(net_revenue)")
                .sourceTotal("gross", "sum(gross_revenue)", "select sum(gross) from events")
                .unchanged("gross_revenue")
                .rule(RULE, "new.net_revenue = new.gross_revenue - new.tax")
                .unexplained(3, "-1% to 1%")
                .boundaryJump("3")
                .check("refunds-have-an-order", Severity.WARN, "select * from new where order_id is null")
                .build();
    }

    static ReportFacts facts(Specification specification) {
        List<BatchRun> runs = specification.batches().stream()
                .map(batch -> new BatchRun(
                        batch.id(), "done", 700, Duration.ofMillis(430), 48_300, 2, Optional.of("the source changed")))
                .toList();
        List<Decision> decisions = Stream.of(Decision.Kind.values())
                .map(kind -> new Decision(
                        kind, "kim", SampleReports.NOW, "0a1b2c3d4e5f", "as agreed", Decision.Signature.UNSIGNED))
                .toList();
        return new ReportFacts(
                specification,
                new SnapshotAt(3908462709290536517L, SampleReports.NOW.minus(Duration.ofDays(1))),
                Optional.of(new SnapshotAt(8821946712209184411L, SampleReports.NOW.minus(Duration.ofHours(6)))),
                new TreeMap<>(Map.of("revenue_events", 5500133127219812345L, "tax_rates", 2203311271219812345L)),
                "0.1.0",
                "jo@finance-data",
                runs,
                decisions,
                SampleReports.NOW);
    }

    static List<BatchReconciliation> batches(Specification specification) {
        return specification.batches().stream().map(FilledReport::batch).toList();
    }

    /** Of what does not add up. */
    static RangeTotals totals() {
        return new RangeTotals(
                List.of(new MeasureFigure("middle", new BigDecimal("10.5"), new BigDecimal("8.82"))),
                List.of(new Finding(
                        Level.STRUCTURAL,
                        "key-unique",
                        Outcome.WARN,
                        Finding.TOTAL,
                        "no key in several batches",
                        "2 → 0")));
    }

    private static BatchReconciliation batch(Batch batch) {
        long start = batch.range().start();
        List<PartitionFigures> partitions = LongStream.range(
                        start, batch.range().end())
                .mapToObj(FilledReport::partition)
                .toList();
        MeasureFigure revenue = partitions.stream()
                .map(partition -> partition.measures().get(0))
                .reduce(MeasureFigure::plus)
                .orElseThrow();
        return new BatchReconciliation(
                batch.id(),
                batch.range(),
                3908462709290536517L,
                start * 7919,
                CHECKS.stream().map(check -> finding(check, batch)).toList(),
                partitions,
                List.of(guard(start - 1), guard(batch.range().end())),
                List.of(revenue, totals().measures().get(0)),
                List.of(
                        new Contribution("revenue", Contribution.ADDED, 4, new BigDecimal("12.5")),
                        new Contribution("revenue", Contribution.RULE + RULE, 30, new BigDecimal("-190.2")),
                        new Contribution("revenue", Contribution.UNEXPLAINED, 2, new BigDecimal("0.01"))),
                List.of(column("net_revenue"), column("tax")),
                tops(batch),
                samples(batch),
                List.of("select 1 from old", "select 2 from new"));
    }

    private static Finding finding(String check, Batch batch) {
        Outcome outcome = OUTCOMES.get(CHECKS.indexOf(check) % OUTCOMES.size());
        return new Finding(Level.ROW, check, outcome, batch.id(), "expected of " + check, "found of " + check);
    }

    private static PartitionFigures partition(long ordinal) {
        Map<RowClass, Long> classes = new EnumMap<>(RowClass.class);
        CLASSES.forEach(rowClass -> classes.put(rowClass, 10L + CLASSES.indexOf(rowClass)));
        return new PartitionFigures(
                ordinal,
                "2024-12-0" + ordinal % 10,
                new Fingerprint(100, ordinal * 31, ordinal * 17),
                new Fingerprint(103, ordinal * 37, ordinal * 19),
                classes,
                1,
                2,
                new TreeMap<>(Map.of(RULE, 10L, "refund", 1L)),
                1,
                new TreeMap<>(Map.of("net_revenue", 9L, "tax", 4L)),
                List.of(revenue(ordinal), totals().measures().get(0)));
    }

    private static MeasureFigure revenue(long ordinal) {
        BigDecimal before = new BigDecimal(1000 + ordinal % 3);
        return new MeasureFigure("revenue", before, before.multiply(new BigDecimal("0.84")));
    }

    private static GuardPartition guard(long ordinal) {
        return new GuardPartition(
                ordinal,
                "guard-" + ordinal,
                new Fingerprint(90, ordinal, ordinal * 7),
                new Fingerprint(90, ordinal, ordinal * 7),
                List.of(new MeasureFigure("revenue", new BigDecimal(1001), new BigDecimal(1001))));
    }

    private static ColumnChange column(String name) {
        DeltaSpread spread = new DeltaSpread(
                30,
                new BigDecimal("-8.4"),
                new BigDecimal("-7.1"),
                new BigDecimal("-3.1"),
                new BigDecimal("-0.02"),
                new BigDecimal("-190.2"),
                List.of(new DeltaBucket(-50_100, 14), new DeltaBucket(-50_060, 16)));
        Factors factors = new Factors(
                List.of(new ConstantFactor(new BigDecimal("0.84"), 28, 30)),
                List.of(
                        new FactorBucket(446, 28, new BigDecimal("1000"), new BigDecimal("840")),
                        new FactorBucket(460, 2, new BigDecimal("10"), new BigDecimal("9.7"))));
        return new ColumnChange(name, 32, 1, 1, List.of(spread), factors);
    }

    /** Twelve by their size, and so twenty-four in two batches: four more than are shown. */
    private static List<TopDelta> tops(Batch batch) {
        Stream<TopDelta> bySize = IntStream.range(0, 12).mapToObj(i -> {
            BigDecimal before = new BigDecimal(400 - 7 * i - batch.range().start() % 5);
            return new TopDelta("revenue", Ranking.ABSOLUTE, before, BigDecimal.ONE, row(batch, RowClass.CHANGED, i));
        });
        TopDelta inProportion = new TopDelta(
                "revenue", Ranking.RELATIVE, BigDecimal.ONE, BigDecimal.TEN, row(batch, RowClass.MOVED, 20));
        return Stream.concat(bySize, Stream.of(inProportion)).toList();
    }

    /** Six changed ones, and so twelve in two batches: two more than are shown. */
    private static List<RowView> samples(Batch batch) {
        Stream<RowView> changed = IntStream.range(30, 35).mapToObj(i -> row(batch, RowClass.CHANGED, i));
        Stream<RowView> all = CLASSES.stream().map(rowClass -> row(batch, rowClass, 40 + CLASSES.indexOf(rowClass)));
        return Stream.concat(changed, all).toList();
    }

    /** Few values, since there are many rows. */
    private static RowView row(Batch batch, RowClass rowClass, int i) {
        return new RowView(
                rowClass,
                batch.id(),
                batch.range().start() * 7 + 100L * i,
                (i % 10 == 0
                                ? Stream.of(
                                        new KeyPart("revenue_date", batch.id()), new KeyPart("merchant_id", "1" + i))
                                : Stream.of(new KeyPart("merchant_id", "1" + i)))
                        .toList(),
                i % 2 == 0 ? RULE : Contribution.UNEXPLAINED,
                (i % 10 == 0
                                ? Stream.of(
                                        new Cell(
                                                "net_revenue",
                                                CellValue.of("40" + i),
                                                CellValue.of("1"),
                                                Optional.of(DELTA)),
                                        new Cell("tax", CellValue.NULL, CellValue.ABSENT, Optional.of(DELTA)))
                                : Stream.of(new Cell(
                                        "net_revenue", CellValue.of("40" + i), CellValue.NULL, Optional.of(DELTA))))
                        .toList());
    }
}
