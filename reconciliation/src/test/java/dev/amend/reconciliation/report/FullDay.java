package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.GuardPartition;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.specs.PartitionUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A day of a {@link FullBatch}: the figures follow from its ordinal, and the causes add up to what the day moved by. */
record FullDay(long ordinal) {
    static final String TAX = "tax-taken-out";
    static final String REFUND = "refund-in-its-month";

    private static final long RATE_CHANGES =
            PartitionUnit.DAY.parse("2026-02-01").orElseThrow();

    GuardPartition guard() {
        BigDecimal gross = gross();
        Fingerprint content = new Fingerprint(100, ordinal * 31, ordinal * 17);
        return new GuardPartition(
                ordinal,
                PartitionUnit.DAY.format(ordinal),
                content,
                content,
                List.of(
                        new MeasureFigure("revenue", gross, gross),
                        new MeasureFigure("gross", gross, gross),
                        new MeasureFigure("orders", orders(), orders())));
    }

    PartitionFigures figures() {
        TreeMap<String, Long> columns = new TreeMap<>(Map.of("net_revenue", 97L, "tax_rate", 97L));
        if (ordinal % 3 == 0) {
            columns.put("booked_in", 1 + ordinal % 40);
        }
        return new PartitionFigures(
                ordinal,
                PartitionUnit.DAY.format(ordinal),
                new Fingerprint(100 + removed(), ordinal * 31, ordinal * 17),
                new Fingerprint(100 + added(), ordinal * 37, ordinal * 19),
                Map.of(
                        RowClass.SAME, 2L,
                        RowClass.CHANGED, 98L - moved(),
                        RowClass.MOVED, moved(),
                        RowClass.ADDED, added(),
                        RowClass.REMOVED, removed()),
                0,
                0,
                new TreeMap<>(Map.of(TAX, 97L, REFUND, 1L)),
                unexplained(),
                columns,
                List.of(
                        new MeasureFigure("revenue", gross(), gross().add(delta())),
                        new MeasureFigure("gross", gross(), gross()),
                        new MeasureFigure("orders", orders(), orders().add(BigDecimal.valueOf(added() - removed())))));
    }

    List<Contribution> contributions() {
        return Stream.of(
                        new Contribution("revenue", Contribution.RULE + TAX, 97, tax()),
                        new Contribution("revenue", Contribution.RULE + REFUND, 1, refund()),
                        new Contribution("revenue", Contribution.ADDED, added(), addedRevenue()),
                        new Contribution("revenue", Contribution.REMOVED, removed(), removedRevenue()),
                        new Contribution("revenue", Contribution.MOVED, moved(), BigDecimal.ZERO),
                        new Contribution("revenue", Contribution.UNEXPLAINED, unexplained(), unexplainedRevenue()),
                        new Contribution("gross", Contribution.RULE + TAX, 97, BigDecimal.ZERO),
                        new Contribution("orders", Contribution.ADDED, added(), BigDecimal.valueOf(added())),
                        new Contribution("orders", Contribution.REMOVED, removed(), BigDecimal.valueOf(-removed())))
                .filter(contribution -> contribution.rows() > 0)
                .toList();
    }

    boolean hasLateOrders() {
        return ordinal % 211 == 0;
    }

    private BigDecimal delta() {
        return tax().add(refund()).add(addedRevenue()).add(removedRevenue()).add(unexplainedRevenue());
    }

    private BigDecimal gross() {
        double season = 1
                + 0.25 * Math.sin(ordinal / 58.0)
                + (ordinal % 7 >= 5 ? -0.28 : 0.05)
                + 0.02 * (ordinal * 7919 % 13 - 6) / 6.0;
        return new BigDecimal(48_000 * season).setScale(2, RoundingMode.HALF_UP);
    }

    private BigDecimal orders() {
        return gross().divide(new BigDecimal(40), 0, RoundingMode.HALF_UP);
    }

    private BigDecimal tax() {
        BigDecimal rate = new BigDecimal(ordinal < RATE_CHANGES ? "-0.164" : "-0.149");
        return gross().multiply(rate.add(new BigDecimal(ordinal * 31 % 17 - 8).movePointLeft(4)))
                .setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal refund() {
        return new BigDecimal("-45.10");
    }

    private long added() {
        return ordinal % 31 == 0 ? 2 : 0;
    }

    private BigDecimal addedRevenue() {
        return new BigDecimal("21.50").multiply(BigDecimal.valueOf(added()));
    }

    private long removed() {
        return ordinal % 47 == 0 ? 1 : 0;
    }

    private BigDecimal removedRevenue() {
        return new BigDecimal("-20.00").multiply(BigDecimal.valueOf(removed()));
    }

    private long moved() {
        return ordinal % 61 == 0 ? 1 : 0;
    }

    private long unexplained() {
        return ordinal % 89 == 0 ? 1 : 0;
    }

    private BigDecimal unexplainedRevenue() {
        return new BigDecimal("12.34").multiply(BigDecimal.valueOf(unexplained()));
    }
}
