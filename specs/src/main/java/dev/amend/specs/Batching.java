package dev.amend.specs;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The rule that cuts a range into batches: a fixed count from its start, or calendar weeks. */
public record Batching(int partitionsPerBatch, Optional<DayOfWeek> weekStart, Order order) {

    /** The largest batch that needs no {@code allow_large}: a month of days. */
    public static final int LARGE = 31;

    /** The order in which batches are built. */
    public enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    /** @throws IllegalArgumentException if {@code partitionsPerBatch} is less than one */
    public Batching {
        if (partitionsPerBatch < 1) {
            throw new IllegalArgumentException(
                    "Invalid partitions_per_batch: %d is less than 1".formatted(partitionsPerBatch));
        }
    }

    /** The batches of a range in the order in which they are built. No batch spans an excluded partition. */
    public List<Batch> batches(SourceRange sourceRange) {
        List<Batch> batches = new ArrayList<>();
        for (PartitionRange segment : sourceRange.segments()) {
            long start = segment.start();
            while (start < segment.end()) {
                long end = Math.min(nextCut(sourceRange.range(), start), segment.end());
                batches.add(new Batch(new PartitionRange(segment.unit(), start, end)));
                start = end;
            }
        }

        if (order == Order.NEWEST_FIRST) {
            Collections.reverse(batches);
        }
        return List.copyOf(batches);
    }

    private long nextCut(PartitionRange range, long ordinal) {
        return grid(range).cell(ordinal) + partitionsPerBatch;
    }

    /**
     * The cells along which a range is cut into batches. Two batches without a gap between them are in different cells.
     */
    public BatchGrid grid(PartitionRange range) {
        long origin = weekStart.map(day -> weekContaining(range.start(), day)).orElse(range.start());
        return new BatchGrid(origin, partitionsPerBatch);
    }

    private static long weekContaining(long epochDay, DayOfWeek weekStart) {
        DayOfWeek day = LocalDate.ofEpochDay(epochDay).getDayOfWeek();
        return epochDay - Math.floorMod(day.getValue() - weekStart.getValue(), 7);
    }
}
