package dev.amend.reconciliation;

import dev.amend.specs.Batch;
import java.util.Map;

/**
 * One batch to be compared.
 *
 * @param baselineSnapshot the old side
 * @param newRows the new side: the shadow at the batch's own commit
 * @param parameters what the transform's named parameters stand for; source totals use the same
 * @param bytes about how much a comparison reads, compressed
 */
public record BatchInput(
        Batch batch, long baselineSnapshot, NewRows newRows, Map<String, Object> parameters, long bytes) {

    public BatchInput {
        parameters = Map.copyOf(parameters);
    }
}
