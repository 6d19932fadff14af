package dev.amend.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class BatchingTest {

    @Property
    void everyPartitionIsInExactlyOneBatchAndNoOther(
            @ForAll @LongRange(min = -1000, max = 30_000) long start,
            @ForAll @IntRange(min = 1, max = 200) int length,
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 199) Integer> excluded,
            @ForAll @IntRange(min = 1, max = 40) int perBatch,
            @ForAll Batching.Order order) {
        SourceRange range = range(start, length, excluded);

        List<Batch> batches = new Batching(perBatch, Optional.empty(), order).batches(range);

        List<Long> covered = ordinals(batches);
        assertThat(covered.stream().sorted().toList())
                .isEqualTo(LongStream.range(start, start + length)
                        .filter(range::contains)
                        .boxed()
                        .toList());
        assertThat(batches).allSatisfy(batch -> assertThat(batch.range().size()).isBetween(1L, (long) perBatch));
    }

    @Property
    void newestFirstIsOldestFirstBackwards(
            @ForAll @LongRange(min = 0, max = 30_000) long start,
            @ForAll @IntRange(min = 1, max = 200) int length,
            @ForAll @IntRange(min = 1, max = 40) int perBatch) {
        SourceRange range = range(start, length, List.of());
        List<Batch> oldestFirst =
                new ArrayList<>(new Batching(perBatch, Optional.empty(), Batching.Order.OLDEST_FIRST).batches(range));

        List<Batch> newestFirst = new Batching(perBatch, Optional.empty(), Batching.Order.NEWEST_FIRST).batches(range);

        Collections.reverse(oldestFirst);
        assertThat(newestFirst).isEqualTo(oldestFirst);
    }

    @Property
    void weeksBeginOnTheirDay(
            @ForAll @LongRange(min = -1000, max = 30_000) long start,
            @ForAll @IntRange(min = 1, max = 100) int length,
            @ForAll @IntRange(min = 1, max = 3) int weeks,
            @ForAll DayOfWeek weekStart) {
        List<Batch> batches = new Batching(7 * weeks, Optional.of(weekStart), Batching.Order.OLDEST_FIRST)
                .batches(range(start, length, List.of()));

        assertThat(batches.stream().skip(1))
                .allSatisfy(batch -> assertThat(
                                LocalDate.ofEpochDay(batch.range().start()).getDayOfWeek())
                        .isEqualTo(weekStart));
        assertThat(ordinals(batches)).hasSize(length);
    }

    @Property
    void excludingAPartitionMovesNoOtherCut(
            @ForAll @IntRange(min = 1, max = 40) int perBatch, @ForAll @IntRange(min = 0, max = 99) int excluded) {
        Batching batching = new Batching(perBatch, Optional.empty(), Batching.Order.OLDEST_FIRST);
        List<Long> ends = batching.batches(range(0, 100, List.of())).stream()
                .map(batch -> batch.range().end())
                .toList();

        List<Batch> batches = batching.batches(range(0, 100, List.of(excluded)));

        assertThat(batches.stream().map(batch -> batch.range().end()))
                .allMatch(end -> ends.contains(end) || end == excluded);
    }

    @Test
    void eighteenMonthsAreSeventyNineWeeks() {
        SourceRange range = new SourceRange(
                new PartitionRange(
                        PartitionUnit.DAY,
                        LocalDate.parse("2024-12-01").toEpochDay(),
                        LocalDate.parse("2026-06-01").toEpochDay()),
                new TreeSet<>());

        List<Batch> batches = new Batching(7, Optional.empty(), Batching.Order.OLDEST_FIRST).batches(range);

        assertThat(batches).hasSize(79);
        assertThat(batches.get(0)).hasToString("2024-12-01..2024-12-07");
        assertThat(batches.get(78)).hasToString("2026-05-31..2026-05-31");
        assertThat(batches.get(1).id()).isEqualTo("2024-12-08");
    }

    @Test
    void aBatchHoldsSomething() {
        assertThatThrownBy(() -> new Batching(0, Optional.empty(), Batching.Order.OLDEST_FIRST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid partitions_per_batch: 0 is less than 1");
    }

    private static SourceRange range(long start, int length, List<Integer> excluded) {
        TreeSet<Long> exclude = new TreeSet<>();
        excluded.stream().filter(offset -> offset < length).forEach(offset -> exclude.add(start + offset));
        if (exclude.size() == length) {
            exclude.pollFirst();
        }
        return new SourceRange(new PartitionRange(PartitionUnit.DAY, start, start + length), exclude);
    }

    private static List<Long> ordinals(List<Batch> batches) {
        return batches.stream()
                .flatMap(batch -> LongStream.range(
                                batch.range().start(), batch.range().end())
                        .boxed())
                .toList();
    }
}
