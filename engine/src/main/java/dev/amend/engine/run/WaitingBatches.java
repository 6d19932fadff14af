package dev.amend.engine.run;

import dev.amend.reconciliation.sql.JobScale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Built batches that wait for their comparison. A large one is compared on its own. Small ones are compared together
 * with their neighbours: batches that are built during a comparison gather. So the slower a comparison is, the more
 * batches share the next one, and no batch waits for a group to fill up.
 */
final class WaitingBatches {
    /** The number of batches that may wait, for each comparison at a time: the more wait, the more share the next one. */
    private static final int ROOM = 4;

    private final int maxComparisons;
    private final List<BuiltBatch> waiting = new ArrayList<>();
    private int comparisons;
    private boolean smallOnesUnderWay;

    /** @param maxComparisons the largest number of comparisons at a time */
    WaitingBatches(int maxComparisons) {
        this.maxComparisons = maxComparisons;
    }

    /** Adds a batch; waits for room first while comparisons are slower than builds. */
    synchronized void add(BuiltBatch batch) throws InterruptedException {
        while (waiting.size() >= ROOM * maxComparisons && comparisons > 0) {
            wait();
        }
        waiting.add(batch);
    }

    /**
     * The next batches to compare, in order; empty if none waits, or if those that wait are for a thread that is
     * comparing now.
     */
    synchronized List<BuiltBatch> take() {
        List<BuiltBatch> group = comparisons < maxComparisons ? next() : List.of();
        if (!group.isEmpty()) {
            waiting.removeAll(group);
            smallOnesUnderWay |= isSmall(group);
            comparisons++;
            notifyAll();
        }
        return group;
    }

    /** Must be called for each group that was taken, however its comparison ended. */
    synchronized void finished(List<BuiltBatch> group) {
        smallOnesUnderWay &= !isSmall(group);
        comparisons--;
        notifyAll();
    }

    private List<BuiltBatch> next() {
        Optional<List<BuiltBatch>> large = waiting.stream()
                .filter(batch -> !isSmall(batch.bytes()))
                .findFirst()
                .map(List::of);
        return large.orElseGet(() -> waiting.isEmpty() || smallOnesUnderWay ? List.of() : neighbours(waiting.get(0)));
    }

    private static boolean isSmall(List<BuiltBatch> group) {
        return isSmall(group.get(0).bytes());
    }

    /** The waiting batches around {@code first} without a gap, as long as all of them together are small. */
    private List<BuiltBatch> neighbours(BuiltBatch first) {
        List<BuiltBatch> sorted = waiting.stream()
                .sorted(Comparator.comparing(batch -> batch.range().start()))
                .toList();
        int from = sorted.indexOf(first);
        int until = from + 1;
        long bytes = first.bytes();

        while (until < sorted.size()
                && sorted.get(until - 1).isFollowedBy(sorted.get(until))
                && isSmall(bytes + sorted.get(until).bytes())) {
            bytes += sorted.get(until++).bytes();
        }
        while (from > 0
                && sorted.get(from - 1).isFollowedBy(sorted.get(from))
                && isSmall(bytes + sorted.get(from - 1).bytes())) {
            bytes += sorted.get(--from).bytes();
        }
        return List.copyOf(sorted.subList(from, until));
    }

    private static boolean isSmall(long bytes) {
        return JobScale.of(bytes) == JobScale.ONE_TASK;
    }
}
