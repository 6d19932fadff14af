package dev.amend.specs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a backfill may touch: a range of partitions, less the excluded ones. */
public record SourceRange(PartitionRange range, SortedSet<Long> exclude) {

    /** A range of more partitions than this has to be asked for: ten years of days. */
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

    public PartitionUnit unit() {
        return range.unit();
    }

    /** How many partitions are left. */
    public long size() {
        return range.size() - exclude.size();
    }

    public boolean contains(long ordinal) {
        return range.contains(ordinal) && !exclude.contains(ordinal);
    }

    /** The partitions right beside a batch that are nobody's to touch: those outside of the range, excluded ones among them. */
    public List<Long> untouchedBeside(Batch batch) {
        return Stream.of(batch.range().start() - 1, batch.range().end())
                .filter(ordinal -> !contains(ordinal))
                .toList();
    }

    /** The consecutive pieces that the excluded partitions leave, in order. */
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
