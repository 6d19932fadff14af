package dev.amend.engine.prove;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.Plan;
import dev.amend.publish.range.PartitionSize;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import dev.amend.specs.Specification;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;

/** Chooses the partition that represents all of them. */
public final class Representative {

    private Representative() {}

    /** The partition of median size at the baseline. */
    public static long partition(Lakehouse lakehouse, Specification specification, Plan plan) {
        return partition(
                new RangeInspection(
                                lakehouse.table(specification.target().table()),
                                TableRange.of(specification.target().partitionKey(), specification.sourceRange()))
                        .partitionFigures(plan.baselineSnapshotId()),
                specification.sourceRange().segments().get(0).start());
    }

    /** The partition with the median number of rows: neither an empty nor an extraordinary one. */
    static long partition(SortedMap<Long, PartitionSize> figures, long orElse) {
        return figures.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Long, PartitionSize> entry) ->
                                entry.getValue().rows())
                        .thenComparing(Map.Entry::getKey))
                .skip(figures.size() / 2)
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(orElse);
    }
}
