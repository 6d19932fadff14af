package dev.amend.specs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** A half-open range of partitions: ordinal {@code start} is included, {@code end} is not. */
public record PartitionRange(PartitionUnit unit, long start, long end) {

    /** @throws IllegalArgumentException if {@code start} is not before {@code end} */
    public PartitionRange {
        if (start >= end) {
            throw new IllegalArgumentException("Invalid partition range: start %s is not before end %s"
                    .formatted(unit.format(start), unit.format(end)));
        }
    }

    /** The number of partitions. */
    public long size() {
        return end - start;
    }

    public boolean contains(long ordinal) {
        return start <= ordinal && ordinal < end;
    }

    /** The last partition of the range, included. */
    public long last() {
        return end - 1;
    }

    /** This range, extended by {@code before} partitions at its start and {@code after} partitions at its end. */
    public PartitionRange widened(long before, long after) {
        return new PartitionRange(unit, start - before, end + after);
    }

    public boolean overlaps(PartitionRange other) {
        return start < other.end && other.start < end;
    }

    /**
     * The same partitions in the smallest number of ranges.
     *
     * @param ranges in any order, without overlaps
     */
    public static List<PartitionRange> joined(Collection<PartitionRange> ranges) {
        List<PartitionRange> joined = new ArrayList<>();
        for (PartitionRange next : ranges.stream()
                .sorted(Comparator.comparingLong(PartitionRange::start))
                .toList()) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).end == next.start) {
                joined.set(last, new PartitionRange(next.unit, joined.get(last).start, next.end));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    /** Every partition in the range, as it is written in a specification. */
    public List<String> partitions() {
        return LongStream.range(start, end).mapToObj(unit::format).toList();
    }

    /** The range as an owner reads it, inclusive on both sides: {@code 2024-12-01..2026-05-31}. */
    @Override
    public String toString() {
        return unit.format(start) + ".." + unit.format(last());
    }
}
