package dev.amend.reconciliation;

import java.util.List;

/**
 * A partition right outside of the range, which must be the same in baseline and shadow.
 *
 * @param partition as a specification writes it
 * @param before content of the baseline
 * @param after content of the shadow
 * @param measures those that add up
 */
public record GuardPartition(
        long ordinal, String partition, Fingerprint before, Fingerprint after, List<MeasureFigure> measures) {

    public GuardPartition {
        measures = List.copyOf(measures);
    }

    boolean isUntouched() {
        return before.equals(after);
    }
}
