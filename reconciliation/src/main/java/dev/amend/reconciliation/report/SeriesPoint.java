package dev.amend.reconciliation.report;

import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.GuardPartition;
import dev.amend.reconciliation.MeasureFigure;
import dev.amend.reconciliation.PartitionFigures;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A partition in the series of a measure.
 *
 * @param batch the batch that has it; empty in the guard band
 */
record SeriesPoint(long ordinal, String partition, String batch, MeasureFigure figure) {

    /** In the order of the partitions, those of the guard band where they belong. */
    static List<SeriesPoint> of(String measure, List<BatchReconciliation> batches) {
        TreeMap<Long, SeriesPoint> points = new TreeMap<>();
        for (BatchReconciliation batch : batches) {
            for (GuardPartition guard : batch.guardBand()) {
                add(points, guard.ordinal(), guard.partition(), "", named(measure, guard.measures()));
            }
            for (PartitionFigures partition : batch.partitions()) {
                add(
                        points,
                        partition.ordinal(),
                        partition.partition(),
                        batch.batch(),
                        named(measure, partition.measures()));
            }
        }
        return List.copyOf(points.values());
    }

    private static List<MeasureFigure> named(String measure, Collection<MeasureFigure> figures) {
        return figures.stream().filter(figure -> figure.name().equals(measure)).toList();
    }

    private static void add(
            TreeMap<Long, SeriesPoint> points,
            long ordinal,
            String partition,
            String batch,
            List<MeasureFigure> figures) {
        figures.forEach(figure -> points.put(ordinal, new SeriesPoint(ordinal, partition, batch, figure)));
    }

    /** Outside of the range: nobody had any business there. */
    boolean isGuard() {
        return batch.isEmpty();
    }

    double old() {
        return figure.before().doubleValue();
    }

    double now() {
        return figure.after().doubleValue();
    }

    /** How far it moved, in percent or as it is. */
    double delta(SeriesUnit unit) {
        return switch (unit) {
            case ABSOLUTE -> figure.delta().doubleValue();
            case PERCENT -> figure.percent().map(BigDecimal::doubleValue).orElse(100.0);
        };
    }
}
