package dev.amend.engine.reports;

import com.fasterxml.jackson.core.JacksonException;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.finding.ReconciliationJson;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last computed totals of the whole range, and the data that they are about. They hold until a batch is built
 * again.
 *
 * @param baseline the snapshot of the old data
 * @param shadow the snapshot of each batch's commit, by the batch's id
 */
record KeptTotals(long baseline, SortedMap<String, Long> shadow, RangeTotals totals) {
    static final String NAME = "totals.json";

    KeptTotals {
        shadow = Collections.unmodifiableSortedMap(new TreeMap<>(shadow));
    }

    static KeptTotals of(long baseline, Collection<BatchReconciliation> batches, RangeTotals totals) {
        return new KeptTotals(baseline, snapshots(batches), totals);
    }

    /** Returns whether the totals are about exactly these batches. */
    boolean holdFor(long currentBaseline, Collection<BatchReconciliation> batches) {
        return baseline == currentBaseline && shadow.equals(snapshots(batches));
    }

    private static SortedMap<String, Long> snapshots(Collection<BatchReconciliation> batches) {
        SortedMap<String, Long> snapshots = new TreeMap<>();
        batches.forEach(batch -> snapshots.put(batch.batch(), batch.shadowSnapshot()));
        return snapshots;
    }

    byte[] json() {
        try {
            return ReconciliationJson.mapper().writeValueAsBytes(this);
        } catch (JacksonException e) {
            throw new IllegalStateException("Cannot write the totals as JSON", e);
        }
    }

    /** @throws IllegalArgumentException if {@code content} contains no totals */
    static KeptTotals parsed(byte[] content) {
        try {
            String text = new String(content, StandardCharsets.UTF_8);
            return Objects.requireNonNull(ReconciliationJson.mapper().readValue(text, KeptTotals.class));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Invalid totals: " + e.getOriginalMessage(), e);
        }
    }
}
