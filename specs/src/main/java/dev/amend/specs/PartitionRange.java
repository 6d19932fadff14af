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

    /** How many partitions it holds. */
    public long size() {
        return end - start;
    }

    public boolean contains(long ordinal) {
        return start <= ordinal && ordinal < end;
    }

    /** The last partition that is included. */
    public long last() {
        return end - 1;
    }

    /** This range with {@code before} partitions more at its start and {@code after} more at its end. */
    public PartitionRange widened(long before, long after) {
        return new PartitionRange(unit, start - before, end + after);
    }

    public boolean overlaps(PartitionRange other) {
        return start < other.end && other.start < end;
    }

    /**
     * The same partitions in as few ranges as can be.
     *
     * @param ranges in any order, none overlapping another
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

    /** Every partition of it, as it is written in a specification. */
    public List<String> partitions() {
        return LongStream.range(start, end).mapToObj(unit::format).toList();
    }

    /** Inclusive on both sides, as an owner reads it: {@code 2024-12-01..2026-05-31}. */
    @Override
    public String toString() {
        return unit.format(start) + ".." + unit.format(last());
    }
}
