package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.step.PublishListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.iceberg.SnapshotRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicationTagsIT {
    private final Warehouse warehouse = Warehouse.inMemory();

    /** A backfill may take long: its baseline must not go right after it was published. */
    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void theRollbackWindowCountsFromThePublication(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        if (live) {
            backfill.append("live-2024-01-05");
        }
        Instant later = Instant.ofEpochMilli(backfill.table
                        .snapshot(backfill.plan.baselineSnapshotId())
                        .timestampMillis())
                .plus(Duration.ofDays(100));

        new Publication(backfill.table, backfill.rows, Clock.fixed(later, ZoneOffset.UTC), PublishListener.NONE)
                .publish(backfill.request(), Consent.NOT_NEEDED);

        SnapshotRef baseline = backfill.table.refs().get("sales_before");
        assertThat(Duration.ofMillis(baseline.maxRefAgeMs())).isEqualTo(Duration.ofDays(100 + 30 + 30));
    }
}
