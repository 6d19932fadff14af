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
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.reconciliation.report.ReportFacts.BatchRun;
import dev.amend.reconciliation.report.ReportFacts.SnapshotAt;
import dev.amend.specs.Batch;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reports of a tax correction over eighteen months, made of figures alone. */
final class SampleReports {
    static final Instant NOW = Instant.parse("2026-06-05T09:30:00Z");

    private SampleReports() {}

    static Specification specification() {
        return SpecificationBuilder.aSpecification()
                .over("2024-12-01", "2026-05-31")
                .measure("revenue", "sum(net_revenue)", "-17.5% to -15%", Measure.Per.BATCH)
                .measure("gross", "sum(gross_revenue)", "0%", Measure.Per.BATCH)
                .unchanged("gross_revenue")
                .rule("tax-taken-out", "new.net_revenue = new.gross_revenue - new.tax")
                .unexplained(0, "0%")
                .build();
    }

    static ReportFacts facts(Specification specification, Instant at, int attempts) {
        List<BatchRun> runs = specification.batches().stream()
                .map(batch -> new BatchRun(
                        batch.id(),
                        "done",
                        700,
                        Duration.ofMillis(430L * attempts),
                        48_300,
                        attempts,
                        Optional.empty()))
                .toList();
        return new ReportFacts(
                specification,
                new SnapshotAt(3908462709290536517L, Instant.parse("2026-06-04T22:11:05Z")),
                Optional.of(new SnapshotAt(8821946712209184411L, Instant.parse("2026-06-05T03:40:59Z"))),
                new TreeMap<>(Map.of("revenue_events", 5500133127219812345L)),
                "0.1.0",
                "jo@finance-data",
                runs,
                List.of(),
                at);
    }

    static List<BatchReconciliation> batches(Specification specification, List<String> columns) {
        return specification.batches().stream()
                .map(batch -> batch(batch, columns, "merchant_id"))
                .toList();
    }

    static BatchReconciliation batch(Batch batch, List<String> columns, String keyColumn) {
        List<PartitionFigures> partitions = IntStream.range(
                        0, Math.toIntExact(batch.range().size()))
                .mapToObj(i -> partition(batch, batch.range().start() + i, columns))
                .toList();
        MeasureFigure revenue = sum(partitions, 0);
        MeasureFigure gross = sum(partitions, 1);
        return new BatchReconciliation(
                batch.id(),
                batch.range(),
                3908462709290536517L,
                batch.range().start() * 7919,
                List.of(
                        new Finding(
                                Level.STRUCTURAL,
                                "row-count",
                                Outcome.PASS,
                                batch.id(),
                                "within 0 rows",
                                "all of 7 partitions"),
                        new Finding(
                                Level.AGGREGATE,
                                "measure:revenue",
                                Outcome.PASS,
                                batch.id(),
                                "-17.5% to -15%",
                                dev.amend.reconciliation.finding.FigureText.move(revenue)),
                        new Finding(
                                Level.AGGREGATE,
                                "measure:gross",
                                Outcome.PASS,
                                batch.id(),
                                "0%",
                                dev.amend.reconciliation.finding.FigureText.move(gross)),
                        new Finding(
                                Level.ROW,
                                "unchanged:gross_revenue",
                                Outcome.PASS,
                                batch.id(),
                                "changed in no row",
                                "changed in 0"),
                        new Finding(Level.ROW, "unexplained-rows", Outcome.PASS, batch.id(), "at most 0", "0")),
                partitions,
                guardBand(partitions.get(0)),
                List.of(revenue, gross),
                List.of(
                        new Contribution(
                                "revenue",
                                "rule:tax-taken-out",
                                690,
                                revenue.delta().orElseThrow()),
                        new Contribution("gross", "rule:tax-taken-out", 690, BigDecimal.ZERO)),
                columns.stream().map(SampleReports::change).toList(),
                tops(batch, columns, keyColumn),
                samples(batch, columns, keyColumn),
                List.of("select\n    old.amend_p\nfrom finance.daily_revenue version as of 3908462709290536517"));
    }

    private static List<GuardPartition> guardBand(PartitionFigures first) {
        if (!first.partition().equals("2024-12-01")) {
            return List.of();
        }
        List<MeasureFigure> untouched = first.measures().stream()
                .map(figure -> new MeasureFigure(figure.name(), figure.before(), figure.before()))
                .toList();
        return List.of(
                new GuardPartition(first.ordinal() - 1, "2024-11-30", first.before(), first.before(), untouched));
    }

    private static PartitionFigures partition(Batch batch, long ordinal, List<String> columns) {
        double season = 1
                + 0.25 * Math.sin(ordinal / 58.0)
                + (ordinal % 7 >= 5 ? -0.28 : 0.05)
                + 0.02 * (ordinal * 7919 % 13 - 6) / 6.0;
        BigDecimal gross = new BigDecimal(48_000 * season).setScale(2, RoundingMode.HALF_UP);
        BigDecimal net = gross.multiply(
                        new BigDecimal("0.836").add(new BigDecimal(ordinal * 31 % 17 - 8).movePointLeft(4)))
                .setScale(2, RoundingMode.HALF_UP);
        TreeMap<String, Long> changed = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            long rows = i == 0 ? 98 : ((ordinal * (i + 3) * 2654435761L) >>> 7) % 100 - 30;
            if (rows > 0) {
                changed.put(columns.get(i), rows);
            }
        }
        return new PartitionFigures(
                ordinal,
                batch.range().unit().format(ordinal),
                new Fingerprint(100, ordinal * 31, ordinal * 17),
                new Fingerprint(100, ordinal * 37, ordinal * 19),
                Map.of(RowClass.SAME, 2L, RowClass.CHANGED, 98L),
                0,
                0,
                new TreeMap<>(Map.of("tax-taken-out", 98L)),
                0,
                changed,
                List.of(new MeasureFigure("revenue", gross, net), new MeasureFigure("gross", gross, gross)));
    }

    private static MeasureFigure sum(List<PartitionFigures> partitions, int measure) {
        return partitions.stream()
                .map(partition -> partition.measures().get(measure))
                .reduce(MeasureFigure::plus)
                .orElseThrow();
    }

    private static ColumnChange change(String column) {
        DeltaSpread spread = new DeltaSpread(
                690,
                new BigDecimal("-812.40"),
                new BigDecimal("-71.2"),
                new BigDecimal("-3.1"),
                new BigDecimal("-0.02"),
                new BigDecimal("-51200.12"),
                List.of(new DeltaBucket(-50210, 300), new DeltaBucket(-50100, 390)));
        Factors factors = new Factors(
                List.of(new ConstantFactor(new BigDecimal("0.836"), 680, 690)),
                List.of(
                        new FactorBucket(445, 330, new BigDecimal("31000"), new BigDecimal("25900")),
                        new FactorBucket(446, 350, new BigDecimal("30000"), new BigDecimal("25096")),
                        new FactorBucket(447, 10, new BigDecimal("7.20"), new BigDecimal("6.11"))));
        return new ColumnChange(column, 690, 0, 0, List.of(spread), factors);
    }

    private static List<TopDelta> tops(Batch batch, List<String> columns, String keyColumn) {
        List<TopDelta> tops = new ArrayList<>();
        for (TopDelta.Ranking ranking : TopDelta.Ranking.values()) {
            for (int i = 0; i < 20; i++) {
                BigDecimal before = new BigDecimal(4000 - 7 * i)
                        .add(new BigDecimal(batch.range().start() % 97));
                BigDecimal after = before.multiply(new BigDecimal("0.84"));
                tops.add(new TopDelta(
                        "revenue", ranking, before, after, row(batch, i, columns, before, after, keyColumn)));
            }
        }
        return tops;
    }

    private static List<RowView> samples(Batch batch, List<String> columns, String keyColumn) {
        return IntStream.range(0, 10)
                .mapToObj(i ->
                        row(batch, 100 + i, columns, new BigDecimal("310.50"), new BigDecimal("260.92"), keyColumn))
                .toList();
    }

    private static RowView row(
            Batch batch, int i, List<String> columns, BigDecimal before, BigDecimal after, String keyColumn) {
        return new RowView(
                RowClass.CHANGED,
                batch.id(),
                batch.range().start() * 1009 + i,
                List.of(new RowView.KeyPart("revenue_date", batch.id()), new RowView.KeyPart(keyColumn, "10" + i)),
                "tax-taken-out",
                columns.stream()
                        .limit(3)
                        .map(column -> new RowView.Cell(
                                column, CellValue.of(before.toPlainString()), CellValue.of(after.toPlainString())))
                        .toList());
    }
}
