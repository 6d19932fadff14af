package dev.amend.reconciliation;

import dev.amend.specs.Batch;
import java.util.Map;

/**
 * One batch to be compared.
 *
 * @param baselineSnapshot the old side
 * @param shadowSnapshot the new side: the snapshot of the batch's own commit, or a later one of the shadow
 * @param parameters what the transform's named parameters stand for; source totals use the same
 */
public record BatchInput(Batch batch, long baselineSnapshot, long shadowSnapshot, Map<String, Object> parameters) {

    public BatchInput {
        parameters = Map.copyOf(parameters);
    }
}
