package dev.amend.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PartitionRangeTest {

    @Test
    void joinsNeighboursInAnyOrderAndKeepsGaps() {
        assertThat(PartitionRange.joined(List.of(days(14, 21), days(0, 7), days(7, 14), days(22, 23))))
                .containsExactly(days(0, 21), days(22, 23));
        assertThat(PartitionRange.joined(List.of())).isEmpty();
    }

    private static PartitionRange days(long start, long end) {
        return new PartitionRange(PartitionUnit.DAY, start, end);
    }
}
