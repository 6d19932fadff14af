package dev.amend.specs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.specs.Batch.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchTest {
    private static final PartitionRange FIRST_WEEK = week(0);
    private static final PartitionRange SECOND_WEEK = week(1);
    private static final Slice ACME = new Slice(List.of("acme", "EU"));

    @Test
    void ofAllRowsIsNamedAfterItsFirstPartition() {
        assertThat(new Batch(FIRST_WEEK).id()).isEqualTo("1970-01-01");
        assertThat(new Batch(FIRST_WEEK)).hasToString(FIRST_WEEK.toString());
    }

    @Test
    void ofASliceIsNamedAfterItsValuesToo() {
        assertThat(new Batch(ACME, FIRST_WEEK).id()).isEqualTo("acme/EU/1970-01-01");
        assertThat(new Batch(ACME, FIRST_WEEK)).hasToString("acme/EU " + FIRST_WEEK);
    }

    @Test
    void isFollowedByTheNextOneOfItsSlice() {
        Batch first = new Batch(ACME, FIRST_WEEK);

        assertThat(first.isFollowedBy(new Batch(ACME, SECOND_WEEK))).isTrue();
        assertThat(first.isFollowedBy(new Batch(SECOND_WEEK))).isFalse();
        assertThat(new Batch(ACME, SECOND_WEEK).isFollowedBy(first)).isFalse();
    }

    private static PartitionRange week(int week) {
        return new PartitionRange(PartitionUnit.DAY, 7L * week, 7L * week + 7);
    }
}
