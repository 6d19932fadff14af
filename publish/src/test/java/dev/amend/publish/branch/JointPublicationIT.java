package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.PublicationResult.How;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.RestCatalogServer;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.publish.together.JointResult;
import dev.amend.publish.together.TogetherError;
import dev.amend.specs.error.AmendException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two tables become current in one commit of a REST catalog, or neither does. */
final class JointPublicationIT {

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    private final RestCatalogServer server = catalogs.server();
    private final Warehouse warehouse = catalogs.client(server);

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void publishesBothInOneCommitAndFindsThatAgain(int format) throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, format);

        List<Published> published = tables.published();

        assertThat(published).extracting(Published::how).containsExactly(How.COMMIT, How.COMMIT);
        assertThat(published).extracting(Published::already).containsExactly(false, false);
        assertThat(server.transactionsReceived()).isEqualTo(1);
        tables.requireNew();
        assertThat(Warehouse.main(tables.first().table)).contains(PublicationCommit.LIVE);
        assertThat(tables.both())
                .allSatisfy(backfill -> assertThat(backfill.table.refs())
                        .containsKeys("amend_tax_fix_published", "amend_tax_fix_previous", "sales_before"));

        List<Published> again = tables.reloaded().published();
        assertThat(again).extracting(Published::already).containsExactly(true, true);
        assertThat(again)
                .extracting(Published::snapshotId)
                .containsExactly(published.get(0).snapshotId(), published.get(1).snapshotId());
        assertThat(server.transactionsReceived()).isEqualTo(1);
    }

    @Test
    void eachIsRolledBackByItself() throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, 2);
        List<Published> published = tables.published();

        tables.first().rollBack(published.get(0));
        tables.second().rollBack(published.get(1));

        assertThat(Warehouse.main(tables.first().table)).contains("old-2024-01-01", PublicationCommit.LIVE);
        assertThat(Warehouse.main(tables.second().table)).contains("old-2024-01-01");
    }

    @Test
    void publishesTheOneThatIsMissing() throws Exception {
        TwoTables tables = TwoTables.quiet(warehouse, 2);
        tables.second().publish();

        List<Published> published = tables.published();

        assertThat(published).extracting(Published::already).containsExactly(false, true);
        tables.requireNew();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void driftOfTheSecondKeepsTheFirstAsItWas(int format) throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, format);
        tables.second().append("late-2024-01-02");

        JointResult result = tables.publish();

        assertThat(result)
                .isInstanceOfSatisfying(
                        JointResult.Drifted.class,
                        drifted -> assertThat(drifted.changes()).containsOnlyKeys(1));
        assertThat(server.transactionsReceived()).isZero();
        assertThat(Warehouse.main(tables.first().table))
                .contains("old-2024-01-01", PublicationCommit.LIVE)
                .hasSize(6);
        assertThat(Warehouse.main(tables.second().table))
                .contains("old-2024-01-01", "late-2024-01-02")
                .hasSize(6);
    }

    @Test
    void driftRightBeforeTheCommitIsFoundToo() throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, 2);

        JointResult result = tables.publish(
                tables.transaction(), new Once(() -> tables.second().append("late-2024-01-02")));

        assertThat(result).isInstanceOf(JointResult.Drifted.class);
        assertThat(server.transactionsReceived()).isEqualTo(1);
        assertThat(Warehouse.main(tables.first().table))
                .contains("old-2024-01-01")
                .hasSize(6);
    }

    @Test
    void aLiveCommitToOneOfThemMakesBothTriedAgain() throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, 3);

        JointResult result = tables.publish(
                tables.transaction(), new Once(() -> tables.second().append("live-2024-01-05")));

        assertThat(TwoTables.published(result)).extracting(Published::how).containsExactly(How.COMMIT, How.COMMIT);
        assertThat(server.transactionsReceived()).isEqualTo(2);
        tables.requireNew();
        assertThat(Warehouse.main(tables.second().table)).contains("live-2024-01-05");
    }

    /** A change of columns moves no ref: only the schema's own requirement stops it. */
    @Test
    void aSchemaThatChangedRightBeforeTheCommitStopsBoth() throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, 2);
        Table other = warehouse.reload(tables.second().table);

        assertThatThrownBy(() -> tables.publish(
                        tables.transaction(),
                        new Once(() -> other.updateSchema()
                                .addColumn("note", Types.StringType.get())
                                .commit())))
                .isInstanceOfSatisfying(
                        AmendException.class, e -> assertThat(e.code()).isEqualTo(PublishError.TARGET_CHANGED))
                .hasMessageStartingWith(
                        "Nothing is published, because of tax-fix: Cannot commit to db.t2: its schema is 1, not 0 as planned");
        tables.requireOld();
    }

    @Test
    void givesUpWhenOthersAreAlwaysFaster() throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, 2);
        List<String> sent = new ArrayList<>();

        assertThatThrownBy(() -> tables.publish(
                        commits -> {
                            sent.add("sent");
                            throw new CommitFailedException("others were faster");
                        },
                        PublishListener.NONE))
                .isInstanceOfSatisfying(
                        AmendException.class, e -> assertThat(e.code()).isEqualTo(TogetherError.TABLES_BUSY))
                .hasMessage(
                        "Cannot commit to db.t1, db.t2: others committed first in each of 5 tries, nothing was published");
        assertThat(sent).hasSize(5);
        tables.requireOld();
        tables.published();
        tables.requireNew();
    }

    @Test
    void filesOfARefusedCommitGoAndThoseOfAnUnknownOneStay() throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, 2);
        List<String> refused = new ArrayList<>();
        assertThatThrownBy(() -> tables.publish(
                        commits -> {
                            refused.addAll(written(tables.first().table, commits.get(0)));
                            throw new BadRequestException("no");
                        },
                        PublishListener.NONE))
                .isInstanceOf(BadRequestException.class);
        assertThat(refused).hasSizeGreaterThan(1).noneMatch(path -> Warehouse.exists(tables.first().table, path));

        List<String> unknown = new ArrayList<>();
        assertThatThrownBy(() -> tables.publish(
                        commits -> {
                            unknown.addAll(written(tables.first().table, commits.get(0)));
                            throw new CommitStateUnknownException(new RuntimeException("504"));
                        },
                        PublishListener.NONE))
                .isInstanceOf(CommitOutcomeUnknown.class);
        assertThat(unknown).hasSizeGreaterThan(1).allMatch(path -> Warehouse.exists(tables.first().table, path));
        tables.requireOld();
    }

    /** The metadata files that were written for a commit. */
    private static List<String> written(Table table, TableCommit commit) {
        List<String> files = new ArrayList<>();
        for (MetadataUpdate update : commit.updates()) {
            if (update instanceof MetadataUpdate.AddSnapshot added) {
                Snapshot snapshot = added.snapshot();
                files.add(snapshot.manifestListLocation());
                snapshot.allManifests(table.io()).stream()
                        .filter(manifest -> manifest.snapshotId() == snapshot.snapshotId())
                        .forEach(manifest -> files.add(manifest.path()));
            }
        }
        assertThat(files).allMatch(path -> Warehouse.exists(table, path));
        return files;
    }

    @Test
    void saysWhichTablesACatalogCommittedThatIsNotAtomic() throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, 2);

        assertThatThrownBy(() -> tables.publish(
                        commits -> {
                            tables.transaction().commit(commits.subList(0, 1));
                            throw new CommitStateUnknownException(new RuntimeException("504"));
                        },
                        PublishListener.NONE))
                .isInstanceOfSatisfying(
                        AmendException.class, e -> assertThat(e.code()).isEqualTo(TogetherError.PARTLY_COMMITTED))
                .hasMessage(
                        "The catalog committed some tables of one commit and others not: db.t1 is published, db.t2 is not");
        assertThat(Warehouse.main(tables.first().table)).contains("new-2024-01-01");
        assertThat(Warehouse.main(tables.second().table)).contains("old-2024-01-01");
        tables.published();
        tables.requireNew();
    }

    /** Files that were swapped under one table's commit are found before anything is sent. */
    @Test
    void publishesNeitherIfOneIsNotWhatWasApproved() throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, 2);
        Backfill first = tables.first();
        first.table.refresh();
        Table swapped = OverwriteCheckIT.swapped(
                first, "/snap-", first.table.currentSnapshot().manifestListLocation());

        assertThatThrownBy(() -> tables.withFirst(first.on(swapped)).published())
                .isInstanceOfSatisfying(
                        AmendException.class, e -> assertThat(e.code()).isEqualTo(PublishError.PUBLICATION_WRONG));

        assertThat(server.transactionsReceived()).isZero();
        tables.both()
                .forEach(backfill -> assertThat(Warehouse.main(backfill.table))
                        .contains("old-2024-01-01")
                        .doesNotContain("new-2024-01-01"));
    }

    /** Something happens right before the commit is sent for the first time. */
    private static final class Once implements PublishListener {
        private final Runnable what;
        private boolean isDone;

        Once(Runnable what) {
            this.what = what;
        }

        @Override
        public void before(PublishStep step) {
            if (step == PublishStep.COMMIT_TOGETHER && !isDone) {
                isDone = true;
                what.run();
            }
        }
    }
}
