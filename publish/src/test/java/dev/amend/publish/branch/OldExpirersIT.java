package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.fixture.OldIceberg;
import dev.amend.publish.fixture.OldIceberg.Cleaning;
import dev.amend.publish.fixture.SharedCatalog;
import dev.amend.publish.fixture.SnapshotFiles;
import dev.amend.publish.fixture.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Expirers of Iceberg 1.8 and 1.9, which delete by rules that later releases gave up, beside a backfill. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OldExpirersIT {
    @AutoClose
    private final OldIceberg release18 = OldIceberg.open("1.8");

    @AutoClose
    private final OldIceberg release19 = OldIceberg.open("1.9");

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("stages")
    void takeNothingFromABackfillAtAnyStage(
            LifeStage stage, SharedCatalog catalog, OldIceberg iceberg, Cleaning cleaning, @TempDir Path folder)
            throws Exception {
        try (Warehouse warehouse = Warehouse.shared(catalog.properties(folder))) {
            requireSurvived(stage, Backfill.planned(warehouse, 2), () -> {
                if (cleaning == Cleaning.INCREMENTAL && !stage.isOver()) {
                    requireExpiredAndRefused(catalog, iceberg, folder);
                } else {
                    requireExpired(catalog, iceberg, cleaning, folder);
                }
            });
        }
    }

    /** All but live commits on a publication by commit, which are below; each in the slower catalog by turns. */
    Stream<Arguments> stages() {
        List<Arguments> cases = new ArrayList<>();
        for (LifeStage stage : EnumSet.complementOf(EnumSet.of(LifeStage.LIVE_COMMITS_ON_A_COMMIT))) {
            for (Expirer expirer : expirersBeside(stage)) {
                boolean slower = (cases.size() + cases.size() / 4) % 4 == 0;
                SharedCatalog catalog = slower ? SharedCatalog.HADOOP : SharedCatalog.JDBC;
                cases.add(arguments(stage, catalog, expirer.iceberg(), expirer.cleaning()));
            }
        }
        return cases.stream();
    }

    /** Beside other refs, both refuse alike to clean incrementally: to see it of one will do. */
    private List<Expirer> expirersBeside(LifeStage stage) {
        List<Expirer> expirers = new ArrayList<>();
        expirers.add(new Expirer(release18, Cleaning.REACHABLE));
        expirers.add(new Expirer(release19, Cleaning.REACHABLE));
        expirers.add(new Expirer(release19, Cleaning.INCREMENTAL));
        if (stage.isOver()) {
            expirers.add(new Expirer(release18, Cleaning.INCREMENTAL));
        }
        return expirers;
    }

    private record Expirer(OldIceberg iceberg, Cleaning cleaning) {}

    /** Each release, way of cleaning and catalog meets each of the others. */
    Stream<Arguments> expirers() {
        return Stream.of(
                arguments(SharedCatalog.HADOOP, release18, Cleaning.INCREMENTAL),
                arguments(SharedCatalog.JDBC, release18, Cleaning.REACHABLE),
                arguments(SharedCatalog.JDBC, release19, Cleaning.INCREMENTAL),
                arguments(SharedCatalog.HADOOP, release19, Cleaning.REACHABLE));
    }

    /** The publication is not main's head any more: a tag must hold it, or nobody knows how it was published. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("expirers")
    void takeNothingFromAPublicationByCommitBelowLiveCommits(
            SharedCatalog catalog, OldIceberg iceberg, Cleaning cleaning, @TempDir Path folder) throws Exception {
        takeNothingFromABackfillAtAnyStage(LifeStage.LIVE_COMMITS_ON_A_COMMIT, catalog, iceberg, cleaning, folder);
    }

    /** The trap that retirement keeps out of: the refs left first, and their snapshots only with the expirer. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("releases")
    void deleteLiveFilesIfTheRefsWereDroppedTheStockWay(SharedCatalog catalog, OldIceberg iceberg, @TempDir Path folder)
            throws Exception {
        try (Warehouse warehouse = Warehouse.shared(catalog.properties(folder))) {
            Backfill backfill = Backfill.planned(warehouse, 2);
            LifeStage.LIVE_COMMITS_ON_A_COMMIT.reach(backfill);
            dropRefs(backfill.table);
            assertThat(SnapshotFiles.missing(backfill.table)).isEmpty();

            requireExpired(catalog, iceberg, Cleaning.AS_IT_CHOOSES, folder);

            backfill.table.refresh();
            assertThat(SnapshotFiles.missing(backfill.table))
                    .hasSize(4)
                    .allMatch(path -> path.matches(".*/data/new-2024-01-0[1-4]\\.parquet"));
        }
    }

    Stream<Arguments> releases() {
        return Stream.of(SharedCatalog.values())
                .flatMap(catalog -> Stream.of(release18, release19).map(iceberg -> arguments(catalog, iceberg)));
    }

    @ParameterizedTest
    @EnumSource
    void theCurrentReleaseKeepsLiveFilesEvenThen(SharedCatalog catalog, @TempDir Path folder) throws Exception {
        try (Warehouse warehouse = Warehouse.shared(catalog.properties(folder))) {
            Backfill backfill = Backfill.planned(warehouse, 2);
            LifeStage.LIVE_COMMITS_ON_A_COMMIT.reach(backfill);
            dropRefs(backfill.table);

            Table table = warehouse.reload(backfill.table);
            table.expireSnapshots()
                    .expireOlderThan(Long.MAX_VALUE)
                    .retainLast(1)
                    .commit();

            assertThat(SnapshotFiles.missing(table)).isEmpty();
        }
    }

    private static void dropRefs(Table table) {
        table.refresh();
        var refs = table.manageSnapshots();
        table.refs().forEach((name, ref) -> {
            if (ref.isTag()) {
                refs.removeTag(name);
            } else if (!name.equals("main")) {
                refs.removeBranch(name);
            }
        });
        refs.commit();
        assertThat(table.refs()).containsOnlyKeys("main");
    }

    private static void requireSurvived(LifeStage stage, Backfill backfill, Runnable expirer) throws Exception {
        stage.reach(backfill);
        OptionalLong publication = LifeStage.publication(backfill);
        Map<String, Set<String>> before = rowsByRef(backfill.table);
        assertThat(before).hasSizeGreaterThan(stage.isOver() ? 0 : 2);

        expirer.run();

        assertThat(rowsByRef(backfill.table)).isEqualTo(before);
        assertThat(SnapshotFiles.missing(backfill.table)).isEmpty();
        stage.goOn(backfill, publication);
        backfill.table.refresh();
        assertThat(SnapshotFiles.missing(backfill.table)).isEmpty();
    }

    private static Map<String, Set<String>> rowsByRef(Table table) {
        table.refresh();
        Map<String, Set<String>> rows = new TreeMap<>();
        table.refs().forEach((name, ref) -> rows.put(name, Warehouse.at(table, ref.snapshotId())));
        return rows;
    }

    private static void requireExpired(SharedCatalog catalog, OldIceberg iceberg, Cleaning cleaning, Path folder) {
        assertThat(iceberg.expire(catalog.properties(folder), "db.t1", cleaning))
                .as("version of the expirer")
                .startsWith(iceberg.release() + ".");
    }

    /** Asked for the wrong way of cleaning, it does so after the snapshots have left. */
    private static void requireExpiredAndRefused(SharedCatalog catalog, OldIceberg iceberg, Path folder) {
        assertThatThrownBy(() -> iceberg.expire(catalog.properties(folder), "db.t1", Cleaning.INCREMENTAL))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("incrementally clean files for tables with more than 1 ref");
    }
}
