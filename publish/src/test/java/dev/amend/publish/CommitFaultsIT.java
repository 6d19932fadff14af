package dev.amend.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.PublicationResult.How;
import dev.amend.publish.PublicationResult.Published;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.specs.AmendException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing while commits go wrong, others commit in between, and the process dies. */
final class CommitFaultsIT {
    private static final Set<String> NEW =
            Set.of("new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04", "old-2024-01-05");

    private final Warehouse warehouse = Warehouse.inMemory();

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"2, SEAL", "3, SEAL", "2, SWAP", "3, SWAP"})
    void aSwapGoesOnAfterACrash(int format, PublishStep step) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();

        crash(backfill, request, step);
        Published published = backfill.withEpoch(2).publish();

        assertThat(published.how()).isEqualTo(How.SWAP);
        assertThat(published.already()).isEqualTo(step != PublishStep.SEAL);
        assertThat(published.previousHead()).isEqualTo(backfill.plan.baselineSnapshotId());
        assertThat(Warehouse.main(backfill.table)).isEqualTo(NEW);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aCommitGoesOnAfterACrash(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        backfill.append("live-2024-01-05");

        crash(backfill, request, PublishStep.OVERWRITE);
        backfill.append("later-2024-01-05");
        Published published = backfill.withEpoch(2).publish();

        assertThat(published.how()).isEqualTo(How.COMMIT);
        assertThat(Warehouse.main(backfill.table))
                .containsAll(NEW)
                .contains("live-2024-01-05", "later-2024-01-05")
                .hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void doesNotSwapAwayACommitThatCameInBetween(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        FaultyTableOperations faulty = new FaultyTableOperations(backfill.table)
                .next(TableOperations::commit)
                .after(() -> backfill.append("live-2024-01-05"));

        Published published = backfill.on(faulty.table("db.t1")).publish();

        assertThat(published.how()).isEqualTo(How.COMMIT);
        assertThat(Warehouse.main(backfill.table))
                .containsAll(NEW)
                .contains("live-2024-01-05")
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keepsACommitThatCameInBetweenOutsideTheRange(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        FaultyTableOperations faulty =
                new FaultyTableOperations(backfill.table).after(() -> backfill.append("between-2024-01-05"));

        Published published = backfill.on(faulty.table("db.t1")).publish();

        assertThat(Warehouse.main(backfill.table)).contains("live-2024-01-05", "between-2024-01-05");
        assertThat(published.previousHead())
                .isEqualTo(backfill.table.currentSnapshot().parentId());
        assertThat(backfill.table.refs().get("amend_tax_fix_previous").snapshotId())
                .isEqualTo(published.previousHead());
        backfill.rollBack(published);
        assertThat(Warehouse.main(backfill.table))
                .contains("live-2024-01-05", "between-2024-01-05", "old-2024-01-01")
                .hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void publishesThoughMainsHeadWasExpiredInBetween(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        FaultyTableOperations faulty = new FaultyTableOperations(backfill.table).after(() -> {
            backfill.append("between-2024-01-05");
            warehouse
                    .reload(backfill.table)
                    .expireSnapshots()
                    .expireOlderThan(Long.MAX_VALUE)
                    .retainLast(1)
                    .commit();
        });

        backfill.on(faulty.table("db.t1")).publish();

        assertThat(Warehouse.main(backfill.table))
                .containsAll(NEW)
                .contains("live-2024-01-05", "between-2024-01-05")
                .hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("dev.amend.publish.RollbackIT#lateWrites")
    void findsDriftThatCameInBetween(int format, LateWrite write) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        FaultyTableOperations faulty =
                new FaultyTableOperations(backfill.table).after(() -> write.to(warehouse.reload(backfill.table)));
        Backfill publishing = backfill.on(faulty.table("db.t1"));

        int changes = publishing
                .publication()
                .publish(publishing.request())
                .fold(published -> 0, drifted -> drifted.changes().size());

        assertThat(changes).isEqualTo(1);
        assertThat(Warehouse.main(backfill.table)).noneMatch(name -> name.startsWith("new"));
    }

    @ParameterizedTest
    @CsvSource({"2, true", "3, true", "2, false", "3, false"})
    void publishesOnceThoughEveryAnswerIsFalse(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        if (live) {
            backfill.append("live-2024-01-05");
        }
        FaultyTableOperations faulty = new FaultyTableOperations(backfill.table)
                .appliedThen(() -> new CommitFailedException("409"))
                .appliedThen(() -> new CommitStateUnknownException(new RuntimeException("504")))
                .appliedThen(() -> new RuntimeException("socket"));

        backfill.on(faulty.table("db.t1")).publish();

        assertThat(Warehouse.main(backfill.table)).containsAll(NEW);
        assertThat(backfill.table.snapshots())
                .filteredOn(snapshot -> "publish".equals(snapshot.summary().get("amend.kind")))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void publishesOnceWhateverBecomesOfACommit(Catalogs.Kind kind, int format, CatalogFault fault) throws Exception {
        fault.happenTo(FaultTrial.of(catalogs.open(kind, folder), format, fault.commit()));
    }

    /** In memory every commit, and those that decide in both formats; in the other catalogs these, by turns. */
    static Stream<Arguments> faults() {
        List<Arguments> faults = new ArrayList<>();
        int turn = 0;
        for (CatalogFault fault : CatalogFault.ofAllCommits()) {
            int format = FaultTrial.format(fault.commit(), turn++);
            faults.add(arguments(Catalogs.Kind.IN_MEMORY, format, fault));
            if (fault.commit().decides()) {
                faults.add(arguments(Catalogs.Kind.IN_MEMORY, 5 - format, fault));
                faults.add(arguments(Catalogs.Kind.JDBC, format, fault));
                faults.add(arguments(Catalogs.Kind.HADOOP, 5 - format, fault));
            }
        }
        return faults.stream();
    }

    @ParameterizedTest
    @CsvSource({"2, true", "3, true", "2, false", "3, false"})
    void twoRunsPublishOnce(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        if (live) {
            backfill.append("live-2024-01-05");
        }
        FaultyTableOperations faulty = new FaultyTableOperations(backfill.table)
                .next(TableOperations::commit)
                .after(() -> publishUnchecked(backfill, request));

        Published published = backfill.on(faulty.table("db.t1")).publish();

        assertThat(published.snapshotId()).isEqualTo(PublicationIT.head(backfill.table));
        assertThat(Warehouse.main(backfill.table)).containsAll(NEW).hasSize(live ? 6 : 5);
        assertThat(backfill.table.snapshots())
                .filteredOn(snapshot -> "publish".equals(snapshot.summary().get("amend.kind")))
                .hasSize(1);
    }

    /** A catalog that commits something else than it was sent is caught by the check of what was published. */
    @Test
    void undoesAPublicationThatIsNotWhatWasApproved() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.append("live-2024-01-05");
        Set<String> before = Warehouse.main(backfill.table);
        FaultyTableOperations faulty =
                new FaultyTableOperations(backfill.table).next(CommitFaultsIT::commitWithTheFilesOfItsParent);
        Backfill publishing = backfill.on(faulty.table("db.t1"));

        assertThatThrownBy(() -> publishing.publication().publish(publishing.request()))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith(
                        "What was published is not what was approved: the range has other files than the shadow's snapshot %d; it was rolled back, main is at snapshot "
                                .formatted(backfill.shadow().head()));
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
    }

    private static void commitWithTheFilesOfItsParent(
            TableOperations operations, TableMetadata base, TableMetadata metadata) {
        Snapshot sent = metadata.currentSnapshot();
        String parentsFiles = base.currentSnapshot().manifestListLocation();
        Snapshot changed =
                SnapshotParser.fromJson(SnapshotParser.toJson(sent).replace(sent.manifestListLocation(), parentsFiles));
        TableMetadata.Builder builder =
                TableMetadata.buildFrom(base).setBranchSnapshot(changed, SnapshotRef.MAIN_BRANCH);
        metadata.refs().entrySet().stream()
                .filter(ref -> ref.getValue().isTag())
                .forEach(ref -> builder.setRef(ref.getKey(), ref.getValue()));
        operations.commit(base, builder.build());
    }

    private static void publishUnchecked(Backfill backfill, PublicationRequest request) {
        Backfill other = backfill.on(backfill.warehouse.reload(backfill.table));
        try {
            other.publication().publish(request);
        } catch (CommitOutcomeUnknown e) {
            throw new AssertionError(e);
        }
    }

    private static void crash(Backfill backfill, PublicationRequest request, PublishStep step) {
        Publication publication =
                new Publication(backfill.table, backfill.rows, Clock.systemUTC(), new CrashAfter(step));
        assertThatThrownBy(() -> publication.publish(request)).isInstanceOf(CrashAfter.Crash.class);
    }
}
