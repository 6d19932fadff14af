package dev.amend.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.specs.AmendException;
import java.time.Clock;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A catalog that commits something else than it was sent. */
final class PublicationCheckIT {
    private static final String WRONG = "What was published is not what was approved: ";

    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void undoesAPublicationThatLostRowsOutside(int format) throws Exception {
        Backfill backfill = builtBesideALivePipeline(format);
        Set<String> before = Warehouse.main(backfill.table);
        Table faulty = committing(
                backfill, (base, sent) -> withFilesOf(sent, base.snapshot(refOf(base, Backfill.REFS.branch()))));

        assertUndone(
                backfill.on(faulty),
                before,
                "outside of the range 1 file(s) are gone and 0 are new; it was rolled back");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void undoesAPublicationWhoseTotalIsWrong(int format) throws Exception {
        Backfill backfill = builtBesideALivePipeline(format);
        Set<String> before = Warehouse.main(backfill.table);
        Table faulty = committing(backfill, (base, sent) -> withTotal(sent, 7));

        assertUndone(backfill.on(faulty), before, "the table has 7 row(s) in total, expected 60; it was rolled back");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theNextRunUndoesWhatACrashLeftUnchecked(int format) throws Exception {
        Backfill backfill = builtBesideALivePipeline(format);
        Set<String> before = Warehouse.main(backfill.table);
        Table faulty = committing(backfill, (base, sent) -> withFilesOf(sent, base.currentSnapshot()));
        Publication crashing =
                new Publication(faulty, backfill.rows, Clock.systemUTC(), new CrashAfter(PublishStep.OVERWRITE));
        assertThatThrownBy(() -> crashing.publish(backfill.request())).isInstanceOf(CrashAfter.Crash.class);

        assertUndone(
                backfill,
                before,
                "the range has 4 file(s) of 40 row(s), approved were other 4 file(s) of 40 row(s); it was rolled back");
    }

    private Backfill builtBesideALivePipeline(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        return backfill;
    }

    private static void assertUndone(Backfill publishing, Set<String> before, String reason) {
        PublicationRequest request = publishing.request();
        assertThatThrownBy(() -> publishing.publication().publish(request))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith(WRONG + reason);
        assertThat(Warehouse.main(publishing.table)).isEqualTo(before);
    }

    /** What the next commit makes main's head is something else than was sent; the tags come as they were sent. */
    static Table committing(Backfill backfill, BiFunction<TableMetadata, Snapshot, Snapshot> change) {
        return committing(new FaultyTableOperations(backfill.table), change);
    }

    /** What comes after the commits that were let through. */
    static Table committing(
            FaultyTableOperations operationsSoFar, BiFunction<TableMetadata, Snapshot, Snapshot> change) {
        return operationsSoFar
                .next((operations, base, sent) -> {
                    TableMetadata.Builder changed = TableMetadata.buildFrom(base)
                            .setBranchSnapshot(change.apply(base, sent.currentSnapshot()), SnapshotRef.MAIN_BRANCH);
                    sent.refs().entrySet().stream()
                            .filter(ref -> ref.getValue().isTag())
                            .forEach(ref -> changed.setRef(ref.getKey(), ref.getValue()));
                    operations.commit(base, changed.build());
                })
                .table("db.t1");
    }

    static Snapshot withFilesOf(Snapshot sent, Snapshot other) {
        return SnapshotParser.fromJson(
                SnapshotParser.toJson(sent).replace(sent.manifestListLocation(), other.manifestListLocation()));
    }

    private static Snapshot withTotal(Snapshot sent, int rows) {
        return SnapshotParser.fromJson(SnapshotParser.toJson(sent)
                .replaceAll("\"total-records\" *: *\"\\d+\"", "\"total-records\":\"%d\"".formatted(rows)));
    }

    private static long refOf(TableMetadata metadata, String name) {
        return metadata.refs().get(name).snapshotId();
    }
}
