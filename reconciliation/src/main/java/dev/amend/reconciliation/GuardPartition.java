package dev.amend.reconciliation;

import java.util.List;

/**
 * A partition right outside of the range, in which the shadow must have what it was made from.
 *
 * @param partition as a specification writes it
 * @param before content of the shadow before anything was written to it
 * @param after content of the shadow
 * @param measures those that add up, as consumers read them: the old figure is the baseline's, which others may have
 *     moved on from what the shadow was made from; empty if they read no row there
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
