package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.ColumnChange.ConstantFactor;
import dev.amend.reconciliation.finding.ColumnChange.DeltaBucket;
import dev.amend.reconciliation.finding.ColumnChange.DeltaSpread;
import dev.amend.reconciliation.finding.ColumnChange.FactorBucket;
import dev.amend.reconciliation.finding.ColumnChange.Factors;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.GuardPartition;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.specs.Batch;
import dev.amend.specs.Level;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A batch with everything in it that a batch can have. */
final class FullBatch {
    private final Specification specification;
    private final Batch batch;
    private final List<FullDay> days;

    private FullBatch(Specification specification, Batch batch) {
        this.specification = specification;
        this.batch = batch;
        this.days = LongStream.range(batch.range().start(), batch.range().end())
                .mapToObj(FullDay::new)
                .toList();
    }

    static BatchReconciliation of(Specification specification, Batch batch) {
        return new FullBatch(specification, batch).reconciliation();
    }

    private BatchReconciliation reconciliation() {
        List<PartitionFigures> partitions = days.stream().map(FullDay::figures).toList();
        List<MeasureFigure> measures = IntStream.range(0, 3)
                .mapToObj(i -> partitions.stream()
                        .map(partition -> partition.measures().get(i))
                        .reduce(MeasureFigure::plus)
                        .orElseThrow())
                .toList();
        return new BatchReconciliation(
                batch.id(),
                batch.range(),
                3908462709290536517L,
                batch.range().start() * 7919,
                findings(measures),
                partitions,
                guardBand(),
                measures,
                days.stream().flatMap(day -> day.contributions().stream()).toList(),
                columns(),
                tops(),
                samples(),
                List.of(
                        """
                        select
                            count(*) as amend_rows,
                            sum(net_revenue) as amend_m0
                        from lake.finance.daily_revenue version as of 3908462709290536517
                        where revenue_date >= date'%s'""".formatted(batch.id()),
                        "select * from old full outer join new on old.merchant_id = new.merchant_id"));
    }

    private List<Finding> findings(List<MeasureFigure> measures) {
        long lateDays = days.stream().filter(FullDay::hasLateOrders).count();
        return List.of(
                passed(Level.STRUCTURAL, "schema", "the same columns", "the same columns"),
                passed(Level.STRUCTURAL, "row-count", "within 1%", "all of %d partitions".formatted(days.size())),
                passed(Level.STRUCTURAL, "key-unique", "no key twice", "0 → 0"),
                passed(Level.STRUCTURAL, "guard-band", "no change", "no change"),
                passed(Level.AGGREGATE, "measure:revenue", "-18% to -14%", FigureText.move(measures.get(0))),
                passed(Level.AGGREGATE, "measure:gross", "0%", FigureText.move(measures.get(1))),
                passed(Level.AGGREGATE, "source-total:gross", "equal", "equal"),
                passed(Level.ROW, "unchanged:gross_revenue", "changed in no row", "changed in 0"),
                new Finding(
                        Level.ROW,
                        "check:no-late-orders",
                        lateDays == 0 ? Outcome.PASS : Outcome.WARN,
                        batch.id(),
                        "no row",
                        lateDays == 0
                                ? "no row"
                                : "2 rows: {\"merchant_id\":\"%s\",\"days_late\":93}, …"
                                        .formatted(shown("merchant_id", "1044"))));
    }

    private Finding passed(Level level, String check, String expected, String found) {
        return new Finding(level, check, Outcome.PASS, batch.id(), expected, found);
    }

    private List<GuardPartition> guardBand() {
        return LongStream.of(batch.range().start() - 1, batch.range().end())
                .filter(ordinal -> !specification.sourceRange().contains(ordinal))
                .mapToObj(ordinal -> new FullDay(ordinal).guard())
                .toList();
    }

    private List<ColumnChange> columns() {
        long rows = days.size() * 97L;
        DeltaSpread spread = new DeltaSpread(
                rows,
                new BigDecimal("-812.40"),
                new BigDecimal("-71.2"),
                new BigDecimal("-3.1"),
                new BigDecimal("12.34"),
                new BigDecimal("-51200.12"),
                List.of(new DeltaBucket(-50210, 300), new DeltaBucket(-50100, rows - 300)));
        Factors factors = new Factors(
                List.of(new ConstantFactor(new BigDecimal("0.8403"), rows - 2, rows)),
                List.of(new FactorBucket(446, rows - 2, new BigDecimal("320480"), new BigDecimal("269300"))));
        return List.of(
                new ColumnChange("net_revenue", rows, 0, 0, List.of(spread), factors),
                new ColumnChange("tax_rate", rows, rows, 0, List.of(), Factors.NONE),
                new ColumnChange("booked_in", days.size(), 0, 1, List.of(), Factors.NONE));
    }

    private List<TopDelta> tops() {
        List<TopDelta> tops = new ArrayList<>();
        for (TopDelta.Ranking ranking : TopDelta.Ranking.values()) {
            for (int i = 0; i < 20; i++) {
                BigDecimal before = new BigDecimal(4000 - 7 * i)
                        .add(new BigDecimal(batch.range().start() % 97));
                BigDecimal after = before.multiply(new BigDecimal("0.84"));
                tops.add(new TopDelta("revenue", ranking, before, after, row(RowClass.CHANGED, i)));
            }
        }
        return tops;
    }

    private List<RowView> samples() {
        return Arrays.stream(RowClass.values())
                .filter(rowClass -> rowClass != RowClass.SAME)
                .map(rowClass -> row(rowClass, 100 + rowClass.name().length()))
                .toList();
    }

    private RowView row(RowClass rowClass, int i) {
        return new RowView(
                rowClass,
                batch.id(),
                specification.target().isSensitive("merchant_id")
                        ? 0
                        : batch.range().start() * 1009 + i,
                List.of(
                        new RowView.KeyPart("revenue_date", batch.id()),
                        new RowView.KeyPart("merchant_id", shown("merchant_id", "10" + i))),
                explanation(rowClass),
                List.of(
                        number(rowClass, "net_revenue", new BigDecimal("4004.10"), new BigDecimal("3363.44")),
                        cell(rowClass, "tax_rate", CellValue.NULL, value("tax_rate", "19 %")),
                        cell(
                                rowClass,
                                "note",
                                value("note", "Zürich · Αθήνα · النص"),
                                value("note", "with \"quotes\" & <b>"))));
    }

    private CellValue value(String column, String text) {
        return CellValue.of(shown(column, text));
    }

    private String shown(String column, String text) {
        return specification.target().isSensitive(column) ? Mask.TEXT : text;
    }

    private static String explanation(RowClass rowClass) {
        return switch (rowClass) {
            case CHANGED -> FullDay.TAX;
            case ADDED, REMOVED -> Contribution.UNEXPLAINED;
            case SAME, MOVED, DUPLICATE -> "";
        };
    }

    private RowView.Cell number(RowClass rowClass, String column, BigDecimal before, BigDecimal after) {
        RowView.Cell cell =
                cell(rowClass, column, value(column, before.toPlainString()), value(column, after.toPlainString()));
        boolean onBothSides = rowClass != RowClass.ADDED && rowClass != RowClass.REMOVED;
        return onBothSides && !specification.target().isSensitive(column)
                ? new RowView.Cell(column, cell.before(), cell.after(), Optional.of(after.subtract(before)))
                : cell;
    }

    private static RowView.Cell cell(RowClass rowClass, String column, CellValue before, CellValue after) {
        return new RowView.Cell(
                column,
                rowClass == RowClass.ADDED ? CellValue.ABSENT : before,
                rowClass == RowClass.REMOVED ? CellValue.ABSENT : after);
    }
}
