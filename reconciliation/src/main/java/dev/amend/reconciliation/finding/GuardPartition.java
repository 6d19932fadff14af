package dev.amend.reconciliation.finding;

import java.util.List;

/**
 * A partition directly outside the range, in which the shadow must still have the content that it was made from.
 *
 * @param partition as a specification writes it
 * @param before the content of the shadow before anything was written to it
 * @param after the content of the shadow
 * @param measures the measures that add up, as consumers read them: the old figure is that of the baseline, which
 *     others may have changed since the shadow was made; empty if consumers read no row there
 */
public record GuardPartition(
        long ordinal, String partition, Fingerprint before, Fingerprint after, List<MeasureFigure> measures) {

    public GuardPartition {
        measures = List.copyOf(measures);
    }

    public boolean isUntouched() {
        return before.equals(after);
    }
}
