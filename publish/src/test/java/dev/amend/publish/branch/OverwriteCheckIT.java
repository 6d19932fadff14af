package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.SwappedFiles;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.fixture.WrittenFiles;
import dev.amend.publish.range.RangeInspection;
import dev.amend.specs.error.AmendException;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A commit whose files were swapped under it, between writing and committing. */
public final class OverwriteCheckIT {
    private static final String MANIFEST_LISTS = "/snap-";
    private static final String MANIFESTS = "-m";

    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aPublicationThatLostRowsOutsideIsNeverVisible(int format) throws Exception {
        Backfill backfill = builtBesideALivePipeline(format);

        assertRefused(
                backfill,
                swapped(
                        backfill,
                        MANIFEST_LISTS,
                        backfill.table.snapshot(Backfill.REFS.branch()).manifestListLocation()),
                "outside of the range 1 file is gone and 0 are new");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aPublicationOfOtherFilesIsNeverVisible(int format) throws Exception {
        Backfill backfill = builtBesideALivePipeline(format);

        assertRefused(
                backfill,
                swapped(
                        backfill,
                        MANIFEST_LISTS,
                        backfill.table.currentSnapshot().manifestListLocation()),
                "the range has 4 files with 40 rows, but 4 other files with 40 rows are in snapshot "
                        + backfill.shadow().head());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aPublicationOfAManifestOfOldFilesIsNeverVisible(int format) throws Exception {
        Backfill backfill = builtBesideALivePipeline(format);
        ManifestFile old = backfill.table
                .snapshot(backfill.plan.baselineSnapshotId())
                .dataManifests(backfill.table.io())
                .get(0);

        assertThatThrownBy(() ->
                        backfill.on(swapped(backfill, MANIFESTS, old.path())).publish())
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("the commit that was prepared is not what was approved: ");
        assertThat(Warehouse.main(backfill.table)).noneMatch(name -> name.startsWith("new-"));
    }

    @Test
    void aRefusedCommitLeavesNoFiles() throws Exception {
        Backfill backfill = builtBesideALivePipeline(2);
        WrittenFiles files = new WrittenFiles(backfill.table.io());
        Table swapped = new FaultyTableOperations(backfill.table)
                .through(new SwappedFiles(
                        files, MANIFEST_LISTS, backfill.table.currentSnapshot().manifestListLocation()))
                .table(backfill.table.name());

        assertThatThrownBy(() -> backfill.on(swapped).publish()).isInstanceOf(AmendException.class);

        assertThat(files.written()).isNotEmpty();
        assertThat(files.left()).isEmpty();
    }

    @Test
    void theSameCommandPublishesOnceTheFilesAreRight() throws Exception {
        Backfill backfill = builtBesideALivePipeline(2);
        Table wrong = swapped(
                backfill, MANIFEST_LISTS, backfill.table.currentSnapshot().manifestListLocation());
        assertThatThrownBy(() -> backfill.on(wrong).publish()).isInstanceOf(AmendException.class);

        Published published = backfill.publish();

        assertThat(published.already()).isFalse();
        assertThat(Warehouse.main(backfill.table)).contains("new-2024-01-01", "live-2024-01-05");
    }

    @Test
    void seesAWrongTotal() throws Exception {
        Backfill backfill = builtBesideALivePipeline(2);
        long shadow = backfill.shadow().head();
        backfill.publish();
        Table table = backfill.table;
        OverwriteCheck check = new OverwriteCheck(new RangeInspection(table, Backfill.RANGE), shadow);

        assertThat(check.mismatch(table, table.currentSnapshot())).isEmpty();
        assertThat(check.mismatch(table, withTotal(table.currentSnapshot(), 7)))
                .contains("the table has 7 rows in total, expected 60");
    }

    private Backfill builtBesideALivePipeline(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        backfill.table.refresh();
        return backfill;
    }

    /** The table, with files that are written from now on swapped. */
    public static Table swapped(Backfill backfill, String kind, String other) {
        return new FaultyTableOperations(backfill.table)
                .through(new SwappedFiles(backfill.table.io(), kind, other))
                .table(backfill.table.name());
    }

    private static void assertRefused(Backfill backfill, Table swapped, String reason) {
        Set<String> before = Warehouse.main(backfill.table);
        int snapshots = backfill.table.history().size();

        assertThatThrownBy(() -> backfill.on(swapped).publish())
                .isInstanceOf(AmendException.class)
                .hasMessage(
                        "Cannot publish to %s, nothing was changed: the commit that was prepared is not what was approved: %s"
                                .formatted(backfill.table.name(), reason));
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
        assertThat(backfill.table.history()).hasSize(snapshots);
    }

    private static Snapshot withTotal(Snapshot snapshot, int rows) {
        return SnapshotParser.fromJson(SnapshotParser.toJson(snapshot)
                .replaceAll("\"total-records\" *: *\"\\d+\"", "\"total-records\":\"%d\"".formatted(rows)));
    }
}
