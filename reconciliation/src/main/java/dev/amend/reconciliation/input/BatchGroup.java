package dev.amend.reconciliation.input;

import dev.amend.reconciliation.sql.JobScale;
import dev.amend.specs.PartitionRange;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Batches that are compared by one job. The result of a batch does not depend on the others: they are consecutive,
 * their commits are in one snapshot, and no row of one is paired with a row of another.
 *
 * @param batches without a gap between them, in the order of their partitions
 * @param newRows the new rows of all batches, as they were written
 * @param shadowRoot the shadow's snapshot before anything was written to it; empty if that is the baseline
 */
public record BatchGroup(List<BatchInput> batches, NewRows newRows, OptionalLong shadowRoot) {

    /** A group for a shadow that was made from the baseline. */
    public BatchGroup(List<BatchInput> batches, NewRows newRows) {
        this(batches, newRows, OptionalLong.empty());
    }

    /** @throws IllegalArgumentException if there is no batch, or one leaves a gap or has another baseline */
    public BatchGroup {
        batches = batches.stream()
                .sorted(Comparator.comparing(input -> input.batch().range().start()))
                .toList();
        if (batches.isEmpty()) {
            throw new IllegalArgumentException("A group of no batches");
        }
        for (int i = 1; i < batches.size(); i++) {
            BatchInput before = batches.get(i - 1);
            BatchInput next = batches.get(i);
            if (before.batch().range().end() != next.batch().range().start()
                    || before.baselineSnapshot() != next.baselineSnapshot()) {
                throw new IllegalArgumentException(
                        "Batches %s and %s can't be compared together".formatted(before.batch(), next.batch()));
            }
        }
        long baseline = batches.get(0).baselineSnapshot();
        if (shadowRoot.isPresent() && shadowRoot.getAsLong() == baseline) {
            shadowRoot = OptionalLong.empty();
        }
    }

    /** A group of a single batch. */
    public static BatchGroup of(BatchInput input) {
        return new BatchGroup(List.of(input), input.newRows());
    }

    /** The range from the first partition of the first batch to the last partition of the last batch. */
    public PartitionRange range() {
        PartitionRange first = batches.get(0).batch().range();
        return new PartitionRange(
                first.unit(),
                first.start(),
                batches.get(batches.size() - 1).batch().range().end());
    }

    public long baselineSnapshot() {
        return batches.get(0).baselineSnapshot();
    }

    public JobScale scale() {
        return JobScale.of(batches.stream().mapToLong(BatchInput::bytes).sum());
    }

    /** The named parameters that have the same values in all batches. */
    public Map<String, Object> parameters() {
        Map<String, Object> common = new HashMap<>(batches.get(0).parameters());
        batches.forEach(batch -> common.entrySet().retainAll(batch.parameters().entrySet()));
        return common;
    }
}
