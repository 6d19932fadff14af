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
import dev.amend.reconciliation.finding.RowView.Cell;
import dev.amend.reconciliation.finding.RowView.KeyPart;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.specs.Batch;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The most that a report of eighteen months can come to: 550 days in 79 batches, 40 columns that differ in every row, every
 * list of rows full and no row in two of them, and checks that fail everywhere.
 */
final class LargestReport {
    private static final int COLUMNS = 40;
    private static final int RULES = 10;
    private static final int CHECKS = 10;
    private static final int TOP = 20;
    private static final int SAMPLES = 10;
    private static final String SQL = "select net_revenue - tax as amend_m0 from finance.daily_revenue\n".repeat(80);

    private final String last;
    private final List<String> measures;
    private final List<Cell> cells;
    private final String foundByCheck;

    /** What values are made of. */
    enum Text {
        LETTERS("merchant "),
        /** As in nested values. */
        QUOTES("{\"id\":\"7\"},"),
        /** Of several bytes each. */
        CHINESE("商户名称与地址");

        private final String piece;

        Text(String piece) {
            this.piece = piece;
        }

        String ofLength(int length, int number) {
            return (number + " " + piece.repeat(length)).substring(0, length);
        }
    }

    LargestReport(int measures, Text text) {
        this(measures, text, "2026-06-03");
    }

    private LargestReport(int measures, Text text, String last) {
        this.last = last;
        this.measures =
                IntStream.range(0, measures).mapToObj(i -> "measure_" + i).toList();
        this.cells = IntStream.range(0, COLUMNS)
                .mapToObj(i -> new Cell(
                        column(i),
                        CellValue.of(text.ofLength(200, i)),
                        CellValue.of(text.ofLength(200, COLUMNS + i)),
                        Optional.of(new BigDecimal("-12345678901234567890.123456"))))
                .toList();
        this.foundByCheck = IntStream.range(0, 3)
                .mapToObj(i -> text.ofLength(200, i) + "…")
                .collect(Collectors.joining(", ", "1,234 rows: ", ", …"));
    }

    /** Of ten times as many days. */
    static LargestReport ofFifteenYears(int measures) {
        return new LargestReport(measures, Text.LETTERS, "2039-12-22");
    }

    Report report() {
        Specification specification = specification();
        return Report.assemble(
                SampleReports.facts(specification, SampleReports.NOW, 1),
                specification.batches().stream().map(this::batch).toList());
    }

    private static String column(int i) {
        return "column_" + i;
    }

    private static String rule(int i) {
        return "rule-with-a-name-" + i;
    }

    private Specification specification() {
        SpecificationBuilder specification = SpecificationBuilder.aSpecification()
                .over("2024-12-01", last)
                .unexplained(0, "0%")
                .boundaryJump("0.00001");
        for (String measure : measures) {
            specification.measure(measure, "sum(%s)".formatted(column(7)), "0%", Measure.Per.PARTITION);
        }
        for (int i = 0; i < RULES; i++) {
            specification.rule(rule(i), "new.net_revenue = new.gross_revenue - new.tax and ".repeat(4));
        }
        for (int i = 0; i < CHECKS; i++) {
            specification.check("own-check-" + i, Severity.FAIL, SQL);
        }
        return specification.build();
    }

    private BatchReconciliation batch(Batch batch) {
        List<PartitionFigures> partitions = LongStream.range(
                        batch.range().start(), batch.range().end())
                .mapToObj(ordinal -> partition(batch, ordinal))
                .toList();
        return new BatchReconciliation(
                batch.id(),
                batch.range(),
                3908462709290536517L,
                batch.range().start() * 7919,
                findings(batch, partitions),
                partitions,
                List.of(
                        guard(batch, batch.range().start() - 1),
                        guard(batch, batch.range().end())),
                figures(batch.range().start()),
                contributions(),
                IntStream.range(0, COLUMNS).mapToObj(LargestReport::change).toList(),
                tops(batch),
                samples(batch),
                IntStream.range(0, 2 + CHECKS).mapToObj(i -> SQL).toList());
    }

    /** As irregular as can be, so that no two neighbours are drawn as one. */
    private static long noise(long ordinal, long i) {
        return (((ordinal + 31 * i) * 2654435761L) >>> 7) % 1000;
    }

    private List<MeasureFigure> figures(long ordinal) {
        return IntStream.range(0, measures.size())
                .mapToObj(i -> new MeasureFigure(
                        measures.get(i),
                        new BigDecimal("1234567.89").add(BigDecimal.valueOf(noise(ordinal, i))),
                        new BigDecimal("1034567.89").add(BigDecimal.valueOf(noise(ordinal, i + 100)))))
                .toList();
    }

    private PartitionFigures partition(Batch batch, long ordinal) {
        Map<RowClass, Long> classes = new EnumMap<>(RowClass.class);
        Arrays.stream(RowClass.values()).forEach(rowClass -> classes.put(rowClass, 1000L));
        TreeMap<String, Long> changed = new TreeMap<>();
        IntStream.range(0, COLUMNS).forEach(i -> changed.put(column(i), 1 + 3 * noise(ordinal, i)));
        TreeMap<String, Long> explained = new TreeMap<>();
        IntStream.range(0, RULES).forEach(i -> explained.put(rule(i), 100L));
        return new PartitionFigures(
                ordinal,
                batch.range().unit().format(ordinal),
                new Fingerprint(6000, ordinal * 31, ordinal * 17),
                new Fingerprint(6000, ordinal * 37, ordinal * 19),
                classes,
                3,
                3,
                explained,
                100,
                changed,
                figures(ordinal));
    }

    private GuardPartition guard(Batch batch, long ordinal) {
        Fingerprint content = new Fingerprint(6000, ordinal * 31, ordinal * 17);
        return new GuardPartition(ordinal, batch.range().unit().format(ordinal), content, content, figures(ordinal));
    }

    private List<Finding> findings(Batch batch, List<PartitionFigures> partitions) {
        List<Finding> findings = new ArrayList<>();
        List<String> ofPartitions = new ArrayList<>(List.of("row-count", "partitions"));
        measures.forEach(measure -> ofPartitions.add("measure:" + measure));
        for (PartitionFigures partition : partitions) {
            ofPartitions.forEach(
                    check -> findings.add(finding(check, partition.partition(), "1,234,567.89 → 1,034,567.89")));
        }
        IntStream.range(0, COLUMNS)
                .forEach(i -> findings.add(finding("unchanged:" + column(i), batch.id(), "changed in 41,000")));
        IntStream.range(0, CHECKS)
                .forEach(i -> findings.add(finding("check:own-check-" + i, batch.id(), foundByCheck)));
        return findings;
    }

    private static Finding finding(String check, String scope, String found) {
        return new Finding(Level.ROW, check, Outcome.FAIL, scope, "as it was agreed beforehand", found);
    }

    private List<Contribution> contributions() {
        List<String> causes = new ArrayList<>(List.of(
                Contribution.ADDED,
                Contribution.REMOVED,
                Contribution.MOVED,
                Contribution.DUPLICATE,
                Contribution.NULL_KEY,
                Contribution.WITHIN_TOLERANCE,
                Contribution.UNEXPLAINED));
        IntStream.range(0, RULES).forEach(i -> causes.add(Contribution.RULE + rule(i)));
        return measures.stream()
                .flatMap(measure -> causes.stream()
                        .map(cause -> new Contribution(measure, cause, 1234, new BigDecimal("-1234.56"))))
                .toList();
    }

    private static ColumnChange change(int i) {
        DeltaSpread spread = new DeltaSpread(
                1234,
                new BigDecimal("-812.40"),
                new BigDecimal("-71.2"),
                new BigDecimal("-3.1"),
                new BigDecimal("12.34"),
                new BigDecimal("-51200.12"),
                List.of(new DeltaBucket(-50210, 1000), new DeltaBucket(-50100, 234)));
        Factors factors = new Factors(
                List.of(new ConstantFactor(new BigDecimal("0.8403"), 1233, 1234)),
                List.of(new FactorBucket(446, 1233, new BigDecimal("320480"), new BigDecimal("269300"))));
        return new ColumnChange(column(i), 1236, 1, 1, List.of(spread), factors);
    }

    private List<TopDelta> tops(Batch batch) {
        List<TopDelta> tops = new ArrayList<>();
        for (String measure : measures) {
            for (TopDelta.Ranking ranking : TopDelta.Ranking.values()) {
                for (int i = 0; i < TOP; i++) {
                    tops.add(new TopDelta(
                            measure,
                            ranking,
                            new BigDecimal("123456.78"),
                            new BigDecimal(103456 - i),
                            row(batch, RowClass.CHANGED, tops.size())));
                }
            }
        }
        return tops;
    }

    private List<RowView> samples(Batch batch) {
        return Arrays.stream(RowClass.values())
                .flatMap(rowClass -> IntStream.range(0, SAMPLES)
                        .mapToObj(i -> row(
                                batch, rowClass, 1000 + 100 * rowClass.name().length() + i)))
                .toList();
    }

    private RowView row(Batch batch, RowClass rowClass, int number) {
        return new RowView(
                rowClass,
                batch.id(),
                batch.range().start() * 10_000 + number,
                Stream.of("revenue_date", "merchant_id", "order_id", "position")
                        .map(column -> new KeyPart(
                                column, cells.get(number % COLUMNS).before().text()))
                        .toList(),
                rule(number % RULES),
                cells);
    }
}
