package dev.amend.reconciliation.input;

import dev.amend.specs.Batch;
import java.util.Map;

/**
 * A batch to compare.
 *
 * @param baselineSnapshot the snapshot of the old side
 * @param newRows the new side: the shadow at the batch's own commit
 * @param parameters the values of the transform's named parameters; source totals use the same values
 * @param bytes the approximate amount that a comparison reads, compressed
 */
public record BatchInput(
        Batch batch, long baselineSnapshot, NewRows newRows, Map<String, Object> parameters, long bytes) {

    public BatchInput {
        parameters = Map.copyOf(parameters);
    }
}
