package dev.amend.reconciliation;

import dev.amend.specs.PartitionRange;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Batches that are compared by one job. What is found of a batch does not depend on the others: they lie side by side,
 * their commits are in one snapshot, and no row of one is paired with a row of another.
 *
 * @param batches without a gap between them, in the order of their partitions
 * @param newRows those of all of them as they were written
 * @param shadowRoot the shadow's snapshot before anything was written to it; empty if that is the baseline
 */
public record BatchGroup(List<BatchInput> batches, NewRows newRows, OptionalLong shadowRoot) {

    /** Of a shadow that was made from the baseline. */
    public BatchGroup(List<BatchInput> batches, NewRows newRows) {
        this(batches, newRows, OptionalLong.empty());
    }

    /** @throws IllegalArgumentException if there is none, one is not next to the one before, or has another baseline */
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

    /** A batch on its own. */
    public static BatchGroup of(BatchInput input) {
        return new BatchGroup(List.of(input), input.newRows());
    }

    /** From the first batch's first partition to the last one's last. */
    PartitionRange range() {
        PartitionRange first = batches.get(0).batch().range();
        return new PartitionRange(
                first.unit(),
                first.start(),
                batches.get(batches.size() - 1).batch().range().end());
    }

    long baselineSnapshot() {
        return batches.get(0).baselineSnapshot();
    }

    JobScale scale() {
        return JobScale.of(batches.stream().mapToLong(BatchInput::bytes).sum());
    }

    /** The named parameters that stand for the same in all batches. */
    Map<String, Object> parameters() {
        Map<String, Object> common = new HashMap<>(batches.get(0).parameters());
        batches.forEach(batch -> common.entrySet().retainAll(batch.parameters().entrySet()));
        return common;
    }
}
