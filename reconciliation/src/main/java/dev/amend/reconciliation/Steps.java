package dev.amend.reconciliation;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far single steps stand out of many, as robust z-scores: the distance from the median in units of 1.4826 times the
 * median absolute deviation, which for normal noise is the standard deviation (Iglewicz and Hoaglin, "How to Detect and
 * Handle Outliers", 1993). Unlike mean and deviation they are not moved by the very steps that are looked for.
 */
final class Steps {
    /** Fewer say nothing about what is usual. */
    static final int ENOUGH = 5;

    private static final double NORMAL = 1.4826;

    private final double median;
    private final double unit;

    private Steps(double median, double unit) {
        this.median = median;
        this.unit = unit;
    }

    /** @param least where steps hardly differ, what counts as one unit all the same */
    static Steps of(List<Double> steps, double least) {
        double median = median(steps).orElse(0);
        double deviation = median(
                        steps.stream().map(step -> Math.abs(step - median)).toList())
                .orElse(0);
        return new Steps(median, Math.max(NORMAL * deviation, least));
    }

    double score(double step) {
        return distance(step, median);
    }

    /** How far a step is from what was to be expected, in units of what is usual. */
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
