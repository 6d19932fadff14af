package dev.amend.specs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The partitions that a backfill may change: a range, without the excluded partitions. */
public record SourceRange(PartitionRange range, SortedSet<Long> exclude) {

    /** The largest range that needs no {@code allow_large}: ten years of days. */
    public static final long LARGE = 3_700;

    /** @throws IllegalArgumentException if an excluded partition is outside the range, or none is left */
    public SourceRange {
        exclude = Collections.unmodifiableSortedSet(new TreeSet<>(exclude));
        for (long ordinal : exclude) {
            if (!range.contains(ordinal)) {
                throw new IllegalArgumentException("Invalid exclude %s: it is outside the range %s"
                        .formatted(range.unit().format(ordinal), range));
            }
        }

        if (exclude.size() == range.size()) {
            throw new IllegalArgumentException("Invalid exclude: it leaves no partition of the range " + range);
        }
    }

    /** The same ordinals counted in another unit. */
    public SourceRange countedIn(PartitionUnit unit) {
        return new SourceRange(new PartitionRange(unit, range.start(), range.end()), exclude);
    }

    public PartitionUnit unit() {
        return range.unit();
    }

    /** The number of partitions left after exclusion. */
    public long size() {
        return range.size() - exclude.size();
    }

    public boolean contains(long ordinal) {
        return range.contains(ordinal) && !exclude.contains(ordinal);
    }

    /** The partitions directly next to a batch that must not change: those outside the range, or excluded from it. */
    public List<Long> untouchedBeside(Batch batch) {
        return Stream.of(batch.range().start() - 1, batch.range().end())
                .filter(ordinal -> !contains(ordinal))
                .toList();
    }

    /** The consecutive pieces of the range between excluded partitions, in order. */
    public List<PartitionRange> segments() {
        List<PartitionRange> segments = new ArrayList<>();
        long start = range.start();

        for (long ordinal : exclude) {
            if (start < ordinal) {
                segments.add(new PartitionRange(unit(), start, ordinal));
            }
            start = ordinal + 1;
        }

        if (start < range.end()) {
            segments.add(new PartitionRange(unit(), start, range.end()));
        }
        return List.copyOf(segments);
    }
}
