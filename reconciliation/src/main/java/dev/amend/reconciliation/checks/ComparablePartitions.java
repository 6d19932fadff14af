package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.specs.Specification;
import dev.amend.specs.Validation;
import java.util.List;
import java.util.stream.Stream;

/**
 * The partitions whose figures can be compared with those of before. One that is filled or emptied as declared has rows
 * on one side only, so that it would move every total.
 */
final class ComparablePartitions {
    private final Specification specification;
    private final List<PartitionFigures> all;
    private final List<PartitionFigures> comparable;

    private ComparablePartitions(Specification specification, List<PartitionFigures> all) {
        this.specification = specification;
        this.all = all;
        this.comparable = all.stream()
                .filter(partition -> !isDeclaredGap(specification, partition))
                .toList();
    }

    static ComparablePartitions of(Specification specification, List<PartitionFigures> all) {
        return new ComparablePartitions(specification, all);
    }

    static boolean isDeclaredGap(Specification specification, PartitionFigures partition) {
        Validation.Gaps gaps = specification.validation().gaps();
        return gaps.mayBe(partition.before().rows(), partition.after().rows());
    }

    List<PartitionFigures> partitions() {
        return comparable;
    }

    /**
     * The figures of the comparable partitions.
     *
     * @param figures those of all partitions; measures that do not add up stay as they are
     */
    List<MeasureFigure> measures(List<MeasureFigure> figures) {
        if (comparable.size() == all.size()) {
            return figures;
        }
        return figures.stream().flatMap(this::measure).toList();
    }

    private Stream<MeasureFigure> measure(MeasureFigure figure) {
        boolean addsUp = specification.validation().measures().stream()
                .anyMatch(measure -> measure.name().equals(figure.name()) && TotalMeasures.addsUp(measure));
        return addsUp
                ? comparable.stream()
                        .flatMap(partition -> partition.measures().stream())
                        .filter(part -> part.name().equals(figure.name()))
                        .reduce(MeasureFigure::plus)
                        .stream()
                : Stream.of(figure);
    }
}
