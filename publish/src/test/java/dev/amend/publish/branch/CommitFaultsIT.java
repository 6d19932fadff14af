package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.branch.PublicationResult.How;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.fixture.WrittenFiles;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.step.PublishStep;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing while commits go wrong, others commit in between, and the process dies. */
@Tag("long")
final class CommitFaultsIT {
    private static final Set<String> NEW =
            Set.of("new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04", "old-2024-01-05");

    private final Warehouse warehouse = Warehouse.inMemory();

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void goesOnAfterACrash(int format) throws Exception {
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
    void keepsTheFirstCommitOfOthersThatCameInBetween(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        FaultyTableOperations faulty =
                new FaultyTableOperations(backfill.table).after(() -> backfill.append("live-2024-01-05"));

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
    @MethodSource("dev.amend.publish.rollback.RollbackIT#lateWrites")
    void findsDriftThatCameInBetween(int format, LateWrite write) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        FaultyTableOperations faulty =
                new FaultyTableOperations(backfill.table).after(() -> write.to(warehouse.reload(backfill.table)));
        Backfill publishing = backfill.on(faulty.table("db.t1"));

        int changes = publishing
                .publication()
                .publish(publishing.request(), Consent.NOT_NEEDED)
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
            faults.add(arguments(Catalogs.Kind.IN_MEMORY, 5 - format, fault));
            faults.add(arguments(Catalogs.Kind.JDBC, format, fault));
            faults.add(arguments(Catalogs.Kind.HADOOP, 5 - format, fault));
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

    /** What is written for the first try is used by the others, so that many tries are cheap. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void publishesBesideOthersWhoAreFasterManyTimes(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.table
                .updateProperties()
                .remove(TableProperties.COMMIT_NUM_RETRIES)
                .set(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "1")
                .set(TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "1")
                .commit();
        FaultyTableOperations faulty = new FaultyTableOperations(backfill.table);
        Set<String> live = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            String name = "live%d-2024-01-05".formatted(i);
            live.add(name);
            faulty.after(() -> backfill.append(name));
        }

        Published published = backfill.on(faulty.table("db.t1")).publish();

        assertThat(faulty.isFaultless()).isTrue();
        assertThat(Warehouse.main(backfill.table)).containsAll(live).containsAll(NEW);
        assertThat(backfill.table.currentSnapshot().snapshotId()).isEqualTo(published.snapshotId());
        assertThat(backfill.table.currentSnapshot().parentId()).isEqualTo(published.previousHead());
    }

    /** A commit of others is looked at when it comes in between, and not again by every later try. */
    @Test
    void looksAtEachCommitOfOthersAFewTimes() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.table
                .updateProperties()
                .set(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "1")
                .set(TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "1")
                .commit();
        WrittenFiles files = new WrittenFiles(backfill.table.io());
        FaultyTableOperations faulty = new FaultyTableOperations(backfill.table).through(files);
        int races = 30;
        for (int i = 0; i < races; i++) {
            String name = "live%d-2024-01-05".formatted(i);
            faulty.after(() -> backfill.append(name));
        }

        backfill.on(faulty.table("db.t1")).publish();

        assertThat(faulty.isFaultless()).isTrue();
        assertThat(files.mostReads("/snap-")).isLessThan(races);
    }

    private static void publishUnchecked(Backfill backfill, PublicationRequest request) {
        Backfill other = backfill.on(backfill.warehouse.reload(backfill.table));
        try {
            other.publication().publish(request, Consent.NOT_NEEDED);
        } catch (CommitOutcomeUnknown e) {
            throw new AssertionError(e);
        }
    }

    private static void crash(Backfill backfill, PublicationRequest request, PublishStep step) {
        Publication publication =
                new Publication(backfill.table, backfill.rows, Clock.systemUTC(), new CrashAfter(step));
        assertThatThrownBy(() -> publication.publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(CrashAfter.Crash.class);
    }
}
