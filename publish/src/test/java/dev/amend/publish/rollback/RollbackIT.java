package dev.amend.publish.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.CrashAfter;
import dev.amend.publish.branch.LateWrite;
import dev.amend.publish.branch.PublicationIT;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.rollback.RollbackResult.How;
import dev.amend.publish.rollback.RollbackResult.RolledBack;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.error.AmendException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public final class RollbackIT {
    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void movesMainBackIfNobodyElseCommitted(int format, boolean liveBefore) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        if (liveBefore) {
            backfill.append("live-2024-01-05");
        }
        Set<String> before = Warehouse.main(backfill.table);
        Published published = backfill.publish();

        RolledBack rolledBack = backfill.rollBack(published);

        assertThat(rolledBack).isEqualTo(new RolledBack(published.previousHead(), How.REFERENCE, false));
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
        assertThat(backfill.rollBack(published).already()).isTrue();
    }

    /** What adding the old files again would change. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void movingMainBackKeepsTheIdsOfRows(boolean liveBefore) throws Exception {
        Backfill backfill = Backfill.built(warehouse, 3);
        if (liveBefore) {
            backfill.append("live-2024-01-05");
        }
        Map<String, Long> before = rowIds(backfill.table);
        Published published = backfill.publish();
        assertThat(rowIds(backfill.table)).isNotEqualTo(before);

        RolledBack rolledBack = backfill.rollBack(published);

        assertThat(rolledBack.how()).isEqualTo(How.REFERENCE);
        assertThat(rowIds(backfill.table)).isEqualTo(before);
    }

    /** They are rows anew, and no two rows may have the same id. */
    @Test
    void copiesHaveIdsThatNoRowHadBefore() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 3);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        Map<String, Long> before = rowIds(backfill.table);
        long next = ((HasTableOperations) backfill.table).operations().current().nextRowId();

        backfill.rollBack(published);

        Map<String, Long> after = rowIds(backfill.table);
        assertThat(after)
                .containsEntry("later-2024-01-05", before.get("later-2024-01-05"))
                .containsEntry("old-2024-01-05", before.get("old-2024-01-05"));
        after.keySet().removeAll(before.keySet());
        assertThat(after.values())
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).isGreaterThanOrEqualTo(next));
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void keepsWhatWasWrittenOutsideTheRangeSince(int format, boolean liveBefore) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        if (liveBefore) {
            backfill.append("live-2024-01-05");
        }
        Set<String> oldPaths = paths(backfill.table);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");

        RolledBack rolledBack = backfill.rollBack(published);

        Set<String> now = Warehouse.main(backfill.table);
        assertThat(rolledBack.how()).isEqualTo(How.COPIES);
        assertThat(now).contains("later-2024-01-05", "old-2024-01-05").noneMatch(name -> name.startsWith("new"));
        assertThat(now).filteredOn(name -> name.startsWith("amend-rollback")).hasSize(4);
        assertThat(paths(backfill.table))
                .filteredOn(path -> path.contains("rollback"))
                .doesNotContainAnyElementsOf(oldPaths);
        assertThat(backfill.table.currentSnapshot().summary())
                .containsEntry(SummaryKeys.KIND, "rollback")
                .containsEntry(SummaryKeys.REASON, "wrong tax");
        assertThat(backfill.rollBack(published)).isEqualTo(new RolledBack(rolledBack.snapshotId(), How.COPIES, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void copiesHaveTheStatisticsOfTheOldFiles(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");

        backfill.rollBack(published);

        assertThat(Warehouse.tasks(backfill.table, PublicationIT.head(backfill.table)).stream()
                        .map(FileScanTask::file)
                        .filter(file -> file.location().contains("rollback")))
                .hasSize(4)
                .allSatisfy(file -> assertThat(file.lowerBounds()).containsKey(2));
    }

    /** A path that was removed once and added again is deleted by a later expiry: copies are not. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void everyLiveFileOutlivesExpiryByOthers(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        backfill.rollBack(published);
        backfill.append("latest-2024-01-05");
        new Retirement(backfill.table, PublishListener.NONE).retire(backfill.plan);

        Table table = warehouse.reload(backfill.table);
        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

        assertThat(Warehouse.missingFiles(table, PublicationIT.head(table))).isEmpty();
        assertThat(Warehouse.main(table)).hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("lateWrites")
    void refusesToDropWhatOthersWroteIntoTheRange(int format, LateWrite write) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        write.to(warehouse.reload(backfill.table));
        Set<String> before = Warehouse.main(backfill.table);

        List<RangeChange> changes =
                backfill.rollBack(published, LaterWrites.KEEP).fold(done -> List.of(), RollbackResult.Drifted::changes);

        assertThat(changes)
                .singleElement()
                .satisfies(change -> assertThat(change.partitions()).containsExactly(19723L));
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("lateWrites")
    void dropsWhatOthersWroteIntoTheRangeIfTold(int format, LateWrite write) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        write.to(warehouse.reload(backfill.table));

        RolledBack rolledBack =
                backfill.rollBack(published, LaterWrites.DISCARD).fold(done -> done, drifted -> null);

        assertThat(rolledBack.how()).isEqualTo(How.COPIES);
        assertThat(Warehouse.main(backfill.table))
                .hasSize(5)
                .allMatch(name -> name.startsWith("amend-rollback") || name.equals("old-2024-01-05"));
    }

    static Stream<Arguments> lateWrites() {
        return Stream.of(2, 3).flatMap(format -> Stream.of(LateWrite.values()).map(write -> arguments(format, write)));
    }

    /** What {@code rollbackTo} would drop without an error. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keepsACommitThatCameInBetween(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        FaultyTableOperations faulty =
                new FaultyTableOperations(backfill.table).after(() -> backfill.append("between-2024-01-05"));

        RolledBack rolledBack = backfill.on(faulty.table("db.t1")).rollBack(published);

        assertThat(rolledBack.how()).isEqualTo(How.COPIES);
        assertThat(Warehouse.main(backfill.table))
                .contains("between-2024-01-05")
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void believesTheTableAndNotAFalseAnswer(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        FaultyTableOperations faulty =
                new FaultyTableOperations(backfill.table).appliedThen(() -> new CommitFailedException("409"));

        RolledBack rolledBack = backfill.on(faulty.table("db.t1")).rollBack(published);

        assertThat(rolledBack).isEqualTo(new RolledBack(published.previousHead(), How.REFERENCE, false));
        assertThat(Warehouse.main(backfill.table)).hasSize(5).allMatch(name -> name.startsWith("old"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void changesNothingIfAnOldFileIsMissing(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        String lost = Warehouse.find(backfill.table, "old-2024-01-02").location();
        Published published = backfill.publish();
        backfill.table.io().deleteFile(lost);

        assertThat(backfill.rollback().missing(backfill.plan)).containsExactly("1 of 4 old files are missing: " + lost);
        assertThatThrownBy(() -> backfill.rollBack(published))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot roll back, nothing was changed: 1 of 4 old files are missing: " + lost);
        assertThat(PublicationIT.head(backfill.table)).isEqualTo(published.snapshotId());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void changesNothingIfATagIsMissing(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        backfill.table.manageSnapshots().removeTag("amend_tax_fix_previous").commit();

        assertThatThrownBy(() -> backfill.rollBack(published))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot roll back, nothing was changed: tag 'amend_tax_fix_previous' is missing");
    }

    /** A late run may retire, and expiry follow, while this one was about to begin. */
    @ParameterizedTest
    @CsvSource({"ROLL_BACK_BY_REFERENCE, false", "CREATE_RESTORE, true"})
    void saysThatTheOldDataWentMeanwhile(PublishStep step, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        Published published = backfill.publish();
        if (live) {
            backfill.append("later-2024-01-05");
        }
        PublishListener listener = new PublishListener() {
            @Override
            public void before(PublishStep taken) {
                if (taken == step) {
                    letOldDataGo(backfill);
                }
            }
        };
        RollbackRequest request =
                new RollbackRequest(backfill.plan, published.snapshotId(), LaterWrites.KEEP, "wrong tax");

        assertThatThrownBy(() -> new Rollback(backfill.table, backfill.rows, Clock.systemUTC(), listener)
                        .rollBack(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot roll back, nothing was changed: snapshot %d was expired meanwhile"
                        .formatted(published.previousHead()));
        assertThat(Warehouse.main(backfill.table)).contains("new-2024-01-01");
    }

    private void letOldDataGo(Backfill backfill) {
        Table other = warehouse.reload(backfill.table);
        var refs = other.manageSnapshots();
        other.refs().keySet().stream().filter(name -> !name.equals("main")).forEach(name -> {
            if (other.refs().get(name).isTag()) {
                refs.removeTag(name);
            } else {
                refs.removeBranch(name);
            }
        });
        refs.commit();
        other.expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .retainLast(1)
                .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE)
                .commit();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void writesNoDataIfTheCopiesWereMadeBefore(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.rollback().prepare(backfill.plan);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        List<PublishStep> taken = new ArrayList<>();
        PublishListener listener = new PublishListener() {
            @Override
            public void before(PublishStep step) {
                taken.add(step);
            }
        };

        new Rollback(backfill.table, backfill.rows, Clock.systemUTC(), listener)
                .rollBack(
                        new RollbackRequest(backfill.plan, published.snapshotId(), LaterWrites.KEEP, "wrong tax"),
                        Consent.NOT_NEEDED);

        assertThat(taken).containsExactly(PublishStep.ROLL_BACK_BY_COPIES);
        assertThat(Warehouse.main(backfill.table))
                .contains("later-2024-01-05")
                .noneMatch(name -> name.startsWith("new"))
                .hasSize(6);
    }

    /** The copies are of files that are not the ones that publication replaced. */
    @Test
    void copiesAgainWhatOthersCompactedInBetween() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.rollback().prepare(backfill.plan);
        Table live = warehouse.reload(backfill.table);
        live.newRewrite()
                .deleteFile(Warehouse.find(live, "old-2024-01-01"))
                .addFile(Warehouse.file(live, "compacted-old-2024-01-01", "2024-01-01"))
                .commit();
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");

        RolledBack rolledBack = backfill.rollBack(published);

        assertThat(backfill.rows.isSame(Backfill.RANGE, rolledBack.snapshotId(), published.previousHead()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2, ROW_DELETE", "3, ROW_DELETE", "2, EQUALITY_DELETE", "3, EQUALITY_DELETE"})
    void writesPartitionsAnewThatHadDeletes(int format, LateWrite delete) throws Exception {
        Backfill planned = Backfill.planned(warehouse, format);
        delete.to(warehouse.reload(planned.table));
        Backfill backfill = Backfill.onto(warehouse, planned.table).build();
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");

        RolledBack rolledBack = backfill.rollBack(published);

        assertThat(backfill.rows.isSame(Backfill.RANGE, rolledBack.snapshotId(), backfill.plan.baselineSnapshotId()))
                .isTrue();
        assertThat(Warehouse.main(backfill.table))
                .contains("rewritten-1-old-2024-01-01", "later-2024-01-05")
                .filteredOn(name -> name.startsWith("amend-rollback"))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void retirementAfterARollbackByCopiesTakesNothingThatIsLive(int format) throws Exception {
        Backfill planned = Backfill.planned(warehouse, format);
        LateWrite.ROW_DELETE.to(warehouse.reload(planned.table));
        Backfill backfill = Backfill.onto(warehouse, planned.table).build();
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        backfill.rollBack(published);

        new Retirement(backfill.table, PublishListener.NONE).retire(backfill.plan);
        Table table = warehouse.reload(backfill.table);
        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

        assertThat(table.refs()).containsOnlyKeys("main");
        assertThat(Warehouse.missingFiles(table, PublicationIT.head(table))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2, CREATE_RESTORE",
        "3, CREATE_RESTORE",
        "2, COPY_OLD_FILES",
        "3, COPY_OLD_FILES",
        "2, ROLL_BACK_BY_COPIES",
        "3, ROLL_BACK_BY_COPIES"
    })
    void goesOnAfterACrash(int format, PublishStep step) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        RollbackRequest request =
                new RollbackRequest(backfill.plan, published.snapshotId(), LaterWrites.KEEP, "wrong tax");
        assertThatThrownBy(() -> new Rollback(backfill.table, backfill.rows, Clock.systemUTC(), new CrashAfter(step))
                        .rollBack(request, Consent.NOT_NEEDED))
                .isInstanceOf(CrashAfter.Crash.class);

        backfill.rollBack(published);

        assertThat(Warehouse.main(backfill.table))
                .hasSize(6)
                .filteredOn(name -> name.startsWith("amend-rollback"))
                .hasSize(4);
        assertThat(Warehouse.missingFiles(backfill.table, PublicationIT.head(backfill.table)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aBackfillThatWasRolledBackIsNotPublishedAgain(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        RolledBack rolledBack = backfill.rollBack(published);

        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot publish again: the publication was rolled back by snapshot %d"
                        .formatted(rolledBack.snapshotId()));
    }

    /** Expiry by others takes away what leads from main's head to the publication; its rows are current still. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void rollsBackAfterOthersExpiredMainsHistory(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        backfill.append("latest-2024-01-05");
        Table table = warehouse.reload(backfill.table);
        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

        RolledBack rolledBack = backfill.rollBack(published);

        assertThat(rolledBack.already()).isFalse();
        assertThat(Warehouse.main(backfill.table)).noneMatch(name -> name.startsWith("new"));
    }

    /** The id of the first row of each of main's files. */
    public static Map<String, Long> rowIds(Table table) {
        table.refresh();
        Map<String, Long> ids = new TreeMap<>();
        for (FileScanTask task : Warehouse.tasks(table, table.currentSnapshot().snapshotId())) {
            String path = task.file().location();
            ids.put(
                    path.substring(path.lastIndexOf('/') + 1).replace(".parquet", ""),
                    task.file().firstRowId());
        }
        assertThat(ids).isNotEmpty().doesNotContainValue(null);
        return ids;
    }

    private static Set<String> paths(Table table) {
        table.refresh();
        return Warehouse.tasks(table, table.currentSnapshot().snapshotId()).stream()
                .map(task -> task.file().location())
                .collect(Collectors.toSet());
    }
}
