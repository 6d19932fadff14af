package dev.amend.engine.run;

import dev.amend.reconciliation.JobScale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Batches that are built and wait for their comparison. A large one is compared on its own. Small ones are compared
 * together with their neighbours: while one comparison runs, those that are built meanwhile gather, so that the slower
 * comparing is, the more batches share the work of it, and nobody ever waits for a group to fill up.
 */
final class WaitingBatches {
    private final List<BuiltBatch> waiting = new ArrayList<>();
    private boolean smallOnesUnderWay;

    synchronized void add(BuiltBatch batch) {
        waiting.add(batch);
    }

    /** What to compare next, in the order of its partitions; empty if nothing waits, or only for a comparison that runs. */
    synchronized List<BuiltBatch> take() {
        for (BuiltBatch batch : waiting) {
            if (!isSmall(batch.bytes())) {
                waiting.remove(batch);
                return List.of(batch);
            }
        }
        if (waiting.isEmpty() || smallOnesUnderWay) {
            return List.of();
        }

        List<BuiltBatch> group = neighbours(waiting.get(0));
        waiting.removeAll(group);
        smallOnesUnderWay = true;
        return group;
    }

    /** To be called for each group that was taken, however its comparison ended. */
    synchronized void finished(List<BuiltBatch> group) {
        if (isSmall(group.get(0).bytes())) {
            smallOnesUnderWay = false;
        }
    }

    /** The batches without a gap around one, as far as all of them together are still small. */
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
