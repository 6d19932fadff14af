package dev.amend.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SourceRangeTest {

    @Property
    void segmentsHoldWhatIsNotExcludedInOrderAndAreAsLongAsTheyCanBe(
            @ForAll @LongRange(min = -100, max = 100) long start,
            @ForAll @IntRange(min = 1, max = 60) int length,
            @ForAll @Size(max = 30) Set<@IntRange(min = 0, max = 58) Integer> excluded) {
        TreeSet<Long> exclude = new TreeSet<>();
        excluded.stream().filter(offset -> offset < length - 1).forEach(offset -> exclude.add(start + offset));
        SourceRange range = new SourceRange(new PartitionRange(PartitionUnit.INTEGER, start, start + length), exclude);

        List<PartitionRange> segments = range.segments();

        assertThat(segments.stream()
                        .flatMapToLong(segment -> LongStream.range(segment.start(), segment.end()))
                        .boxed())
                .containsExactlyElementsOf(LongStream.range(start, start + length)
                        .filter(ordinal -> !exclude.contains(ordinal))
                        .boxed()
                        .toList());
        assertThat(segments.stream().skip(1)).allMatch(segment -> exclude.contains(segment.start() - 1));
        assertThat(segments.stream().mapToLong(PartitionRange::size).sum()).isEqualTo(range.size());
    }

    @Test
    void excludesOnlyWhatIsInside() {
        assertThatThrownBy(() -> range(17L)).hasMessage("Invalid exclude 17: it is outside the range 0..2");
    }

    @Test
    void leavesSomething() {
        assertThatThrownBy(() -> range(0L, 1L, 2L))
                .hasMessage("Invalid exclude: it leaves no partition of the range 0..2");
    }

    private static SourceRange range(Long... excluded) {
        return new SourceRange(new PartitionRange(PartitionUnit.INTEGER, 0, 3), new TreeSet<>(List.of(excluded)));
    }

    @Test
    void knowsWhatIsUntouchedBesideABatch() {
        SourceRange range =
                new SourceRange(new PartitionRange(PartitionUnit.INTEGER, 10, 30), new TreeSet<>(Set.of(17L)));

        assertThat(range.untouchedBeside(batch(10, 14))).containsExactly(9L);
        assertThat(range.untouchedBeside(batch(14, 17))).containsExactly(17L);
        assertThat(range.untouchedBeside(batch(18, 24))).containsExactly(17L);
        assertThat(range.untouchedBeside(batch(24, 27))).isEmpty();
        assertThat(range.untouchedBeside(batch(10, 30))).containsExactly(9L, 30L);
    }

    private static Batch batch(long start, long end) {
        return new Batch(new PartitionRange(PartitionUnit.INTEGER, start, end));
    }
}
