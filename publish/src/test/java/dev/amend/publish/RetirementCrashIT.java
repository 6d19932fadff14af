package dev.amend.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.Retirement.Retired;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.MortalFiles;
import dev.amend.publish.fixture.SharedCatalog;
import dev.amend.publish.fixture.SnapshotFiles;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.specs.AmendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ImmutableGenericPartitionStatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A retirement that is killed between its commit and the last file: the next call deletes the rest, and never what
 * anyone reaches by then.
 */
final class RetirementCrashIT {
    private static final Retired NOTHING = new Retired(0, 0, 0);

    @TempDir
    private Path folder;

    private Warehouse warehouse = Warehouse.inMemory();

    @BeforeEach
    void open() {
        warehouse = Warehouse.shared(SharedCatalog.JDBC.properties(folder));
    }

    @AfterEach
    void close() throws IOException {
        warehouse.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aKillAfterAnyDeletionLeavesTheRestToTheNextCall(int format) throws Exception {
        Backfill undisturbed = withFilesOfEachKind(format);
        int files = retire(undisturbed).files();
        assertThat(unreachable(undisturbed)).isEmpty();
        assertThat(files).isGreaterThan(14);

        for (int deleted = 0; deleted < files; deleted++) {
            Backfill backfill = withFilesOfEachKind(format);
            killAfterDeletions(backfill, deleted);
            assertThat(unreachable(backfill)).hasSize(files - deleted);

            assertThat(retire(backfill).refs()).isZero();

            assertThat(names(backfill)).as("killed after %d files", deleted).isEqualTo(names(undisturbed));
            assertNothingIsMissing(backfill);
            assertThat(retire(backfill)).isEqualTo(NOTHING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void oneKillAfterTheOtherLeavesNothingInTheEnd(int format) throws Exception {
        int files = retire(withFilesOfEachKind(format)).files();

        for (int deleted = 0; deleted < files; deleted++) {
            Backfill backfill = withFilesOfEachKind(format);
            killAfterDeletions(backfill, deleted);
            killAfterDeletions(backfill, 1);
            killAfterDeletions(backfill, files / 2);

            retire(backfill);

            assertThat(unreachable(backfill))
                    .as("killed after %d files", deleted)
                    .isEmpty();
            assertNothingIsMissing(backfill);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void theEndIsThatOfAnUndisturbedRunWhateverLivePipelinesDidMeanwhile(int format, boolean published)
            throws Exception {
        Backfill undisturbed = cancelledOrPublished(format, published);
        retire(undisturbed);
        appendAndExpire(undisturbed);

        Backfill backfill = cancelledOrPublished(format, published);
        killAfterDeletions(backfill, 0);
        appendAndExpire(backfill);
        Retired again = retire(backfill);

        assertThat(again.files()).isPositive();
        assertThat(again.notes()).isEmpty();
        assertThat(names(backfill)).isEqualTo(names(undisturbed));
        assertNothingIsMissing(backfill);
        assertThat(Warehouse.main(backfill.table))
                .contains("later-2024-01-05", published ? "new-2024-01-01" : "old-2024-01-01");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aFileThatALaterPublicationTookUpStays(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        DataFile built = built(backfill);
        killAfterDeletions(backfill, 0);
        warehouse.reload(backfill.table).newAppend().appendFile(built).commit();

        retire(backfill);

        assertThat(Warehouse.exists(backfill.table, built.location())).isTrue();
        assertNothingIsMissing(backfill);
        assertThat(unreachable(backfill)).isEmpty();
    }

    /** Its manifest has a partition spec that the earlier metadata does not know. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aFileThatIsLiveUnderALaterPartitionSpecStays(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        DataFile built = built(backfill);
        killAfterDeletions(backfill, 0);
        Table live = warehouse.reload(backfill.table);
        live.newAppend().appendFile(built).commit();
        live.updateSpec().addField(Expressions.bucket("id", 4)).commit();
        live.newAppend()
                .appendFile(Warehouse.bareFile(live, "evolved", "day=2024-01-05/id_bucket_4=1"))
                .commit();

        retire(backfill);

        assertThat(Warehouse.exists(backfill.table, built.location())).isTrue();
        assertNothingIsMissing(backfill);
        assertThat(unreachable(backfill)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void manifestsThatMainSharesWithTheShadowStay(int format) throws Exception {
        Backfill planned = Backfill.planned(warehouse, format);
        planned.append("earlier-2024-01-05");
        Backfill backfill = Backfill.onto(warehouse, planned.table).build();
        killAfterDeletions(backfill, 0);

        retire(backfill);

        assertNothingIsMissing(backfill);
        assertThat(unreachable(backfill)).isEmpty();
        assertThat(Warehouse.main(backfill.table)).hasSize(6).contains("earlier-2024-01-05");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void whatOthersMadeCurrentAgainStays(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        backfill.publish();
        killAfterDeletions(backfill, 0);
        warehouse
                .reload(backfill.table)
                .manageSnapshots()
                .rollbackTo(backfill.plan.baselineSnapshotId())
                .commit();

        retire(backfill);

        assertNothingIsMissing(backfill);
        assertThat(unreachable(backfill)).isEmpty();
        assertThat(Warehouse.main(backfill.table)).contains("old-2024-01-01");
    }

    /** In one commit, so that no metadata has both. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void snapshotsThatOthersKeepUnderAnotherNameStay(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Table others = warehouse.reload(backfill.table);
        others.manageSnapshots()
                .createTag("theirs", backfill.shadow().head())
                .removeBranch(Backfill.REFS.branch())
                .removeTag(Backfill.REFS.baselineTag())
                .commit();

        assertThat(retire(backfill)).isEqualTo(NOTHING);

        assertNothingIsMissing(backfill);
        assertThat(backfill.table.refs()).containsOnlyKeys("main", "theirs");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void statisticsThatALiveSnapshotHasTooStay(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        String path = backfill.table.location() + "/metadata/shared.stats";
        backfill.table.io().newOutputFile(path).create().close();
        setStatistics(backfill.table, path, backfill.shadow().head());
        setStatistics(backfill.table, path, backfill.plan.baselineSnapshotId());
        killAfterDeletions(backfill, 0);

        retire(backfill);

        assertThat(Warehouse.exists(backfill.table, path)).isTrue();
        assertThat(unreachable(backfill)).isEmpty();
    }

    @Test
    void aTableThatTookTheNameIsLeftAlone() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        killAfterDeletions(backfill, 0);
        Set<String> left = unreachable(backfill);
        warehouse.drop(backfill.table);
        warehouse.catalog().createTable(Warehouse.idOf(backfill.table), Warehouse.SALES);

        assertThatThrownBy(() ->
                        new Retirement(warehouse.reload(backfill.table), PublishListener.NONE).retire(backfill.plan))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("the table was replaced");

        assertThat(left).isNotEmpty().allMatch(path -> Files.exists(Path.of(path)));
    }

    /** A catalog may number its metadata files, so that a later table has the names of an earlier one. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void nothingIsDeletedByTheMetadataOfAnotherTable(int format) throws Exception {
        Backfill other = Backfill.built(warehouse, format);
        Backfill backfill = Backfill.built(warehouse, format);
        killAfterDeletions(backfill, 0);
        Path earlier = Path.of(lastInLog(backfill));
        Files.delete(earlier);
        Files.copy(Path.of(metadata(other.table).metadataFileLocation()), earlier);

        Retired again = retire(backfill);

        assertThat(again.files()).isZero();
        assertThat(again.notes())
                .singleElement()
                .asString()
                .contains("metadata file %s is of another table by now".formatted(earlier));
        assertNothingIsMissing(other);
        assertNothingIsMissing(backfill);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void garbageThatIsNotToBeCollectedAnyMoreStays(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        killAfterDeletions(backfill, 0);
        Set<String> left = unreachable(backfill);
        warehouse
                .reload(backfill.table)
                .updateProperties()
                .set(TableProperties.GC_ENABLED, "false")
                .commit();

        assertThat(retire(backfill)).isEqualTo(NOTHING);

        assertThat(unreachable(backfill)).isEqualTo(left).isNotEmpty();
    }

    /** Also if they are allowed by the time of the second call. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void onlyRefsLeaveWhereGarbageIsNotToBeCollected(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.table
                .updateProperties()
                .set(TableProperties.GC_ENABLED, "false")
                .commit();
        killAfterDeletions(backfill, 0);

        assertThat(retire(backfill)).isEqualTo(NOTHING);

        assertThat(backfill.table.snapshots()).hasSize(4);
        assertNothingIsMissing(backfill);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void saysThatFilesMayBeLeftIfTheEarlierMetadataIsGone(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        killAfterDeletions(backfill, 0);
        Set<String> left = unreachable(backfill);
        String earlier = lastInLog(backfill);
        Files.delete(Path.of(earlier));

        Retired again = retire(backfill);

        assertThat(again)
                .isEqualTo(new Retired(
                        0,
                        0,
                        0,
                        List.of(
                                "no file was deleted: branch and tags are gone already, and what they held is not known: metadata file %s can't be read: it is not there any more. If an earlier call was killed, its files are left: remove_orphan_files on %s finds them"
                                        .formatted(earlier, backfill.table.name()))));
        left.remove(earlier);
        assertThat(unreachable(backfill)).isEqualTo(left);
    }

    /** A table may keep one earlier metadata file, and delete the others. */
    @ParameterizedTest
    @CsvSource({"2, true", "3, true", "2, false", "3, false"})
    void aTrimmedLogIsFollowedAsFarAsItsFilesAreThere(int format, boolean deleted) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.table
                .updateProperties()
                .set(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "1")
                .set(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, Boolean.toString(deleted))
                .commit();
        killAfterDeletions(backfill, 0);
        backfill.append("later-2024-01-05");
        backfill.append("latest-2024-01-05");

        Retired again = retire(backfill);

        assertThat(again.files() == 0).isEqualTo(deleted);
        assertThat(again.notes()).hasSize(deleted ? 1 : 0);
        assertNothingIsMissing(backfill);
    }

    @Test
    void saysThatFilesMayBeLeftIfTheCatalogHidesTheLog() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        killAfterDeletions(backfill, 0);
        Table hidden =
                new FaultyTableOperations(backfill.table).withoutMetadataLog().table(backfill.table.name());

        Retired again = new Retirement(hidden, PublishListener.NONE).retire(backfill.plan);

        assertThat(again.files()).isZero();
        assertThat(again.notes())
                .singleElement()
                .asString()
                .contains("the table's metadata log does not reach back that far")
                .contains("remove_orphan_files");
    }

    @Test
    void looksThroughSoManyCommitsOfOthersAndNoMore() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        killAfterDeletions(backfill, 0);
        Table others = warehouse.reload(backfill.table);
        for (int i = 0; i < MetadataLog.FILES; i++) {
            others.updateProperties().set("touched", Integer.toString(i)).commit();
        }

        Retired again = retire(backfill);

        assertThat(again.files()).isZero();
        assertThat(again.notes())
                .singleElement()
                .asString()
                .contains("others committed more than %d times since".formatted(MetadataLog.FILES));
    }

    @Test
    void hasNothingToSayOfABackfillThatNeverHadABranch() throws Exception {
        assertThat(retire(Backfill.planned(warehouse, 2))).isEqualTo(NOTHING);
    }

    /** Data files, delete files and statistics on the shadow. */
    private Backfill withFilesOfEachKind(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Table table = backfill.table;
        table.newRowDelta()
                .addDeletes(Warehouse.rowDelete(table, "deletes-2024-01-01", built(backfill)))
                .toBranch(Backfill.REFS.branch())
                .commit();
        long head = table.snapshot(Backfill.REFS.branch()).snapshotId();
        String path = table.location() + "/metadata/" + head;
        table.io().newOutputFile(path + ".stats").create().close();
        setStatistics(table, path + ".stats", head);
        table.io().newOutputFile(path + "-partitions.stats").create().close();
        table.updatePartitionStatistics()
                .setPartitionStatistics(ImmutableGenericPartitionStatisticsFile.builder()
                        .snapshotId(head)
                        .path(path + "-partitions.stats")
                        .fileSizeInBytes(0)
                        .build())
                .commit();
        return backfill;
    }

    private static void setStatistics(Table table, String path, long snapshotId) {
        table.updateStatistics()
                .setStatistics(new GenericStatisticsFile(snapshotId, path, 0, 0, List.of()))
                .commit();
    }

    private Backfill cancelledOrPublished(int format, boolean published) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        if (published) {
            backfill.append("live-2024-01-05");
            backfill.publish();
        }
        return backfill;
    }

    private void appendAndExpire(Backfill backfill) {
        backfill.append("later-2024-01-05");
        warehouse
                .reload(backfill.table)
                .expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .retainLast(1)
                .commit();
    }

    private static DataFile built(Backfill backfill) {
        return Warehouse.tasks(backfill.table, backfill.shadow().head()).stream()
                .map(task -> task.file().copy())
                .filter(file -> file.location().contains("new-2024-01-01"))
                .findFirst()
                .orElseThrow();
    }

    private static void killAfterDeletions(Backfill backfill, int deletions) throws Exception {
        Table mortal = new FaultyTableOperations(backfill.table)
                .through(new MortalFiles(backfill.table.io(), deletions))
                .table(backfill.table.name());
        new Retirement(mortal, PublishListener.NONE).retire(backfill.plan);
    }

    private static Retired retire(Backfill backfill) throws Exception {
        Retired retired = new Retirement(backfill.table, PublishListener.NONE).retire(backfill.plan);
        backfill.table.refresh();
        return retired;
    }

    /** What lies in the table's folder, and the table's metadata does not know. */
    private static Set<String> unreachable(Backfill backfill) throws IOException {
        backfill.table.refresh();
        Set<String> unreachable = files(backfill);
        unreachable.removeAll(SnapshotFiles.known(backfill.table));
        return unreachable;
    }

    private static Set<String> files(Backfill backfill) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(backfill.table.location()))) {
            return new TreeSet<>(
                    files.filter(Files::isRegularFile).map(Path::toString).toList());
        }
    }

    /** Without what is random in them. */
    private static List<String> names(Backfill backfill) throws IOException {
        return files(backfill).stream()
                .map(path -> Path.of(path).getFileName().toString())
                .map(name -> name.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\d{15,}", "#"))
                .sorted()
                .toList();
    }

    private static String lastInLog(Backfill backfill) {
        backfill.table.refresh();
        List<TableMetadata.MetadataLogEntry> log = metadata(backfill.table).previousFiles();
        return log.get(log.size() - 1).file();
    }

    private static TableMetadata metadata(Table table) {
        return ((HasTableOperations) table).operations().current();
    }

    private static void assertNothingIsMissing(Backfill backfill) {
        backfill.table.refresh();
        assertThat(SnapshotFiles.missing(backfill.table)).isEmpty();
    }
}
