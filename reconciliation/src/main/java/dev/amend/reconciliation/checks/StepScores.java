package dev.amend.reconciliation.checks;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The distance of single steps from many, as robust z-scores: the distance from the median in units of 1.4826 times the
 * median absolute deviation, which for normal noise is the standard deviation (Iglewicz and Hoaglin, "How to Detect and
 * Handle Outliers", 1993). Unlike mean and deviation, they are not moved by the outliers that are searched for.
 */
final class StepScores {
    /** The minimum number of steps: fewer do not show what is usual. */
    static final int ENOUGH = 5;

    private static final double NORMAL = 1.4826;

    private final double median;
    private final double unit;

    private StepScores(double median, double unit) {
        this.median = median;
        this.unit = unit;
    }

    /** @param least the smallest unit, for steps that hardly differ */
    static StepScores of(List<Double> steps, double least) {
        double median = median(steps).orElse(0);
        double deviation = median(
                        steps.stream().map(step -> Math.abs(step - median)).toList())
                .orElse(0);
        return new StepScores(median, Math.max(NORMAL * deviation, least));
    }

    double score(double step) {
        return distance(step, median);
    }

    /** The distance of a step from the expected one, in units of the usual deviation. */
    double distance(double step, double expected) {
        return (step - expected) / unit;
    }

    static OptionalDouble median(List<Double> values) {
        if (values.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
