package dev.amend.publish.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.LateWrite;
import dev.amend.publish.branch.OverwriteCheckIT;
import dev.amend.publish.branch.PublicationIT;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.error.AmendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the copies of old files. */
final class RollbackCopiesIT {
    @TempDir
    private Path folder;

    /** A write into the range arrives after the files were copied: the rollback is refused. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keepsTheCopiesForTheNextTryWhenOthersWereFirst(int format) throws Exception {
        Backfill backfill = Backfill.built(Warehouse.hadoop(folder), format);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        Table faulty = letThroughTheCopies(backfill)
                .after(() -> backfill.append("late-2024-01-01"))
                .table("db.t1");

        int changes = backfill.on(faulty)
                .rollBack(published, LaterWrites.KEEP)
                .fold(rolledBack -> 0, drifted -> drifted.changes().size());

        assertThat(changes).isEqualTo(1);
        assertThat(Warehouse.main(backfill.table)).contains("late-2024-01-01", "new-2024-01-01");
        List<String> copies = copies();
        backfill.rollBack(published, LaterWrites.DISCARD);
        assertThat(copies()).hasSize(4).isEqualTo(copies);
    }

    /** Both begin the branch; what the first copied must not be there twice. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void twoRunsCopyOnce(int format) throws Exception {
        Backfill backfill = Backfill.built(Warehouse.inMemory(), format);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        PublishListener other = new PublishListener() {
            private boolean isDone;

            @Override
            public void before(PublishStep step) {
                if (step == PublishStep.COPY_OLD_FILES && !isDone) {
                    isDone = true;
                    prepareOnCopyOf(backfill);
                }
            }
        };

        new Rollback(backfill.table, backfill.rows, Clock.systemUTC(), other)
                .rollBack(
                        new RollbackRequest(backfill.plan, published.snapshotId(), LaterWrites.KEEP, "wrong tax"),
                        Consent.NOT_NEEDED);

        assertThat(Warehouse.main(backfill.table))
                .hasSize(6)
                .filteredOn(name -> name.startsWith("amend-rollback"))
                .hasSize(4);
    }

    /** Its rows would come back in the old files then, whose paths main must never have again. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aRunWhoseBranchAnotherHasBegunAgainBeginsAgainToo(int format) throws Exception {
        Backfill planned = Backfill.planned(Warehouse.inMemory(), format);
        LateWrite.ROW_DELETE.to(planned.warehouse.reload(planned.table));
        Backfill backfill = Backfill.onto(planned.warehouse, planned.table).build();
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        PublishListener other = new PublishListener() {
            private boolean isDone;

            @Override
            public void before(PublishStep step) {
                if (step == PublishStep.COPY_OLD_FILES && !isDone) {
                    isDone = true;
                    warehouseUser(backfill)
                            .manageSnapshots()
                            .replaceBranch(Backfill.REFS.restoreBranch(), backfill.plan.baselineSnapshotId())
                            .commit();
                }
            }
        };

        new Rollback(backfill.table, backfill.rows, Clock.systemUTC(), other)
                .rollBack(
                        new RollbackRequest(backfill.plan, published.snapshotId(), LaterWrites.KEEP, "wrong tax"),
                        Consent.NOT_NEEDED);

        assertThat(Warehouse.main(backfill.table))
                .noneMatch(name -> name.startsWith("old-2024-01-01"))
                .anyMatch(name -> name.startsWith("rewritten-"))
                .filteredOn(name -> name.startsWith("amend-rollback"))
                .hasSize(3);
    }

    private static void prepareOnCopyOf(Backfill backfill) {
        try {
            backfill.on(warehouseUser(backfill)).rollback().prepare(backfill.plan);
        } catch (CommitOutcomeUnknown e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void copiesThatNobodyNeedsGoWithRetirement() throws Exception {
        Backfill backfill = Backfill.built(Warehouse.hadoop(folder), 2);
        backfill.rollback().prepare(backfill.plan);
        backfill.publish();
        assertThat(copies()).hasSize(4);

        new Retirement(backfill.table, PublishListener.NONE).retire(backfill.plan);

        assertThat(copies()).isEmpty();
        assertThat(Warehouse.missingFiles(backfill.table, PublicationIT.head(backfill.table)))
                .isEmpty();
    }

    /** The commit is known to have failed, so nothing can need them. */
    @Test
    void leavesNoCopiesThatNoBranchHas() throws Exception {
        Backfill backfill = Backfill.built(Warehouse.hadoop(folder), 2);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        Table faulty = new FaultyTableOperations(backfill.table)
                .next(TableOperations::commit)
                .after(() -> warehouseUser(backfill)
                        .manageSnapshots()
                        .removeBranch(Backfill.REFS.restoreBranch())
                        .commit())
                .table("db.t1");

        backfill.on(faulty).rollBack(published);

        assertThat(copies())
                .hasSize(4)
                .allSatisfy(copy -> assertThat(Warehouse.main(backfill.table)).contains(copy.replace(".parquet", "")));
    }

    private static Table warehouseUser(Backfill backfill) {
        return backfill.warehouse.reload(backfill.table);
    }

    /** The branch is made, and gets its copies. */
    private static FaultyTableOperations letThroughTheCopies(Backfill backfill) {
        return new FaultyTableOperations(backfill.table)
                .next(TableOperations::commit)
                .next(TableOperations::commit);
    }

    /** A manifest list that is swapped between writing and committing. */
    @Test
    void changesNothingIfWhatIsPreparedIsNotTheOldData() throws Exception {
        Backfill backfill = Backfill.built(Warehouse.hadoop(folder), 2);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        backfill.rollback().prepare(backfill.plan);
        backfill.table.refresh();
        Set<String> before = Warehouse.main(backfill.table);
        Table swapped = OverwriteCheckIT.swapped(
                backfill, "/snap-", backfill.table.currentSnapshot().manifestListLocation());

        assertThatThrownBy(() -> backfill.on(swapped).rollBack(published))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith(
                        "Cannot roll back %s, nothing was changed: the commit that was prepared is not the old data: the range has 4 files with 40 rows, but 4 other files with 40 rows are in snapshot "
                                .formatted(backfill.table.name()));
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
    }

    private List<String> copies() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("amend-rollback"))
                    .toList();
        }
    }
}
