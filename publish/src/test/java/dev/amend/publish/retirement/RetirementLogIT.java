package dev.amend.publish.retirement;

import static dev.amend.publish.retirement.KilledRetirement.NOTHING;
import static dev.amend.publish.retirement.KilledRetirement.assertNothingIsMissing;
import static dev.amend.publish.retirement.KilledRetirement.killAfterDeletions;
import static dev.amend.publish.retirement.KilledRetirement.lastInLog;
import static dev.amend.publish.retirement.KilledRetirement.metadata;
import static dev.amend.publish.retirement.KilledRetirement.retire;
import static dev.amend.publish.retirement.KilledRetirement.unreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.SharedCatalog;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.removal.MetadataLog;
import dev.amend.publish.retirement.Retirement.Retired;
import dev.amend.publish.step.PublishListener;
import dev.amend.specs.error.AmendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a retirement learns from the table's earlier metadata what a killed one left, and what it does where it can't. */
final class RetirementLogIT {
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
}
