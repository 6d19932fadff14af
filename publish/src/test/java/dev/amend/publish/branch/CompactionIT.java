package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.range.RangeChange;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no compaction, though it may look like one. */
final class CompactionIT {
    private final Warehouse warehouse = Warehouse.inMemory();

    /** Who overwrites rows meant something by it: the owner of the range is asked. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anOverwriteWithTheSameRowsIsDrift(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Table live = warehouse.reload(backfill.table);
        live.newOverwrite()
                .deleteFile(Warehouse.find(live, "old-2024-01-01"))
                .addFile(Warehouse.file(live, "compacted-old-2024-01-01", "2024-01-01"))
                .commit();

        List<RangeChange> drift = backfill.publication()
                .publish(backfill.request(), Consent.NOT_NEEDED)
                .fold(published -> List.of(), PublicationResult.Drifted::changes);

        assertThat(drift).extracting(RangeChange::operation).containsExactly("overwrite");
    }

    /** Its file could not be taken out again without rows of the day after. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aRewriteThatCrossesTheEndOfTheRangeIsAChange(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        Table live = warehouse.reload(backfill.table);
        live.updateSpec().removeField("day").addField(Expressions.month("day")).commit();
        LocalDate last = LocalDate.parse("2024-01-04");
        live.newRewrite()
                .deleteFile(Warehouse.find(live, "new-2024-01-04"))
                .deleteFile(Warehouse.find(live, "old-2024-01-05"))
                .addFile(Warehouse.file(live, "compacted-new-2024-01-04", "day_month=648", last, last.plusDays(1)))
                .commit();

        assertThat(backfill.publication().changesSince(backfill.plan, published.snapshotId()))
                .extracting(RangeChange::operation)
                .containsExactly("replace");
    }
}
