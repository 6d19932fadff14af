package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.GuardPartition;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.PartitionFigures;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A partition in the series of a measure.
 *
 * @param batch the batch that contains it; empty in the guard band
 */
record SeriesPoint(long ordinal, String partition, String batch, MeasureFigure figure) {

    /** The points in the order of the partitions, including those of the guard band. */
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

    /** True for a partition outside the range, which nothing may change. */
    boolean isGuard() {
        return batch.isEmpty();
    }

    /** True if there is anything to draw. */
    boolean hasValue() {
        return figure.delta().isPresent();
    }

    /** True if a line has a gap here. */
    boolean lacksValue() {
        return figure.before().isEmpty() || figure.after().isEmpty();
    }

    OptionalDouble old() {
        return asDouble(figure.before());
    }

    OptionalDouble now() {
        return asDouble(figure.after());
    }

    /** The change, in percent or absolute; empty if there is no value. From nothing, it is plus or minus 100%. */
    OptionalDouble delta(SeriesUnit unit) {
        return switch (unit) {
            case ABSOLUTE -> asDouble(figure.delta());
            case PERCENT -> asDouble(figure.percent().or(() -> figure.delta().map(SeriesPoint::wholly)));
        };
    }

    private static BigDecimal wholly(BigDecimal delta) {
        return BigDecimal.valueOf(100L * delta.signum());
    }

    private static OptionalDouble asDouble(Optional<BigDecimal> value) {
        return value.map(BigDecimal::doubleValue).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
