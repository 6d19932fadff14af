package dev.amend.engine.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.range.PartitionSize;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RepresentativeTest {

    /** Partitions 0, 1, … with these rows. */
    private static SortedMap<Long, PartitionSize> rows(long... rows) {
        SortedMap<Long, PartitionSize> figures = new TreeMap<>();
        for (int i = 0; i < rows.length; i++) {
            figures.put((long) i, new PartitionSize(rows[i], 1, 1, 0));
        }
        return figures;
    }

    @Test
    void isNeitherAnEmptyNorAnExtraordinaryPartition() {
        assertThat(Representative.partition(rows(0, 900_000, 100, 90, 110), 7)).isEqualTo(2);
    }

    @Test
    void isTheLargerOfTwoInTheMiddle() {
        assertThat(Representative.partition(rows(10, 40, 30, 20), 7)).isEqualTo(2);
    }

    @Test
    void isAlwaysTheSameOneAmongEquals() {
        assertThat(Representative.partition(rows(20, 20, 20), 7)).isEqualTo(1);
    }

    @Test
    void isTheFirstOfTheRangeWhereThereIsNoHistory() {
        assertThat(Representative.partition(rows(), 7)).isEqualTo(7);
    }
}
