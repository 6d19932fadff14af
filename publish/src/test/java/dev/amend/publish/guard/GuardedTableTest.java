package dev.amend.publish.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.FalseAnswer;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.GuardViolation.Rule;
import dev.amend.specs.BackfillId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardedTableTest {
    private static final BackfillId ID = new BackfillId("tax-fix");

    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @EnumSource
    void believesTheTableAndNotAFalseAnswer(FalseAnswer falseAnswer) throws Exception {
        Table table = table(2);
        Table faulty = new FaultyTableOperations(table)
                .appliedThen(falseAnswer::answer)
                .table(table.name());

        long snapshotId = overwrite(faulty, guard(table));

        Table reloaded = warehouse.reload(table);
        assertThat(reloaded.currentSnapshot().snapshotId()).isEqualTo(snapshotId);
        assertThat(Warehouse.main(reloaded)).containsExactly("new", "old-2");
        assertThat(StreamSupport.stream(reloaded.snapshots().spliterator(), false))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void findsItsCommitBelowTheOneOfSomeoneElse(FalseAnswer falseAnswer) throws Exception {
        Table table = table(2);
        Table faulty = new FaultyTableOperations(table)
                .next((operations, base, metadata) -> {
                    operations.commit(base, metadata);
                    Table live = warehouse.reload(table);
                    live.newAppend()
                            .appendFile(Warehouse.file(live, "live", "2024-01-09"))
                            .commit();
                    throw falseAnswer.answer();
                })
                .table(table.name());

        overwrite(faulty, guard(table));

        assertThat(Warehouse.main(warehouse.reload(table))).containsExactly("live", "new", "old-2");
    }

    /** Iceberg has the partition specs of when it began to write, and fails on the new one with a null pointer. */
    @Test
    void saysThatThePartitionSpecChangedAndNotThatIcebergFailedOnIt() {
        Table table = table(2);
        Guard guard = guard(table);
        Function<Table, AppendFiles> append = target -> target.newFastAppend()
                .appendFile(Warehouse.file(target, "new", "2024-01-01"))
                .validateWith(new SnapshotAncestryValidator() {
                    @Override
                    public boolean validate(Iterable<Snapshot> ancestry) {
                        warehouse
                                .reload(table)
                                .updateSpec()
                                .addField(Expressions.bucket("id", 4))
                                .commit();
                        throw new NullPointerException("spec");
                    }

                    @Override
                    public String errorMessage() {
                        return "never";
                    }
                });

        assertThatThrownBy(() -> new GuardedTable(table, guard).commit(append, Map.of()))
                .isInstanceOfSatisfying(
                        GuardViolation.class,
                        violation -> assertThat(violation.rule()).isEqualTo(Rule.PARTITION_SPEC))
                .hasSuppressedException(new NullPointerException("spec"));
    }

    /** The reason for all this: stock commit handling repeats the commit, fails on itself, and deletes its files. */
    @Test
    void aStockCommitMakesTheTableUnreadableAfterAFalseConflict() {
        Table table = table(2);
        Table faulty = new FaultyTableOperations(table)
                .appliedThen(FalseAnswer.CONFLICT::answer)
                .table(table.name());

        assertThatThrownBy(() -> faulty.newOverwrite()
                        .overwriteByRowFilter(Expressions.equal("day", "2024-01-01"))
                        .addFile(Warehouse.file(faulty, "new", "2024-01-01"))
                        .validateFromSnapshot(table.currentSnapshot().snapshotId())
                        .validateNoConflictingData()
                        .validateNoConflictingDeletes()
                        .commit())
                .isInstanceOf(ValidationException.class);

        Table reloaded = warehouse.reload(table);
        assertThatThrownBy(() -> Warehouse.main(reloaded)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void doesNotKnowWhenTheTableCanNotBeRead() {
        Table table = table(2);
        Table faulty = new FaultyTableOperations(table)
                .appliedThen(FalseAnswer.CONFLICT::answer)
                .refreshFails(new ServiceFailureException("503"))
                .table(table.name());

        assertThatThrownBy(() -> overwrite(faulty, guard(table)))
                .isInstanceOf(CommitOutcomeUnknown.class)
                .hasMessageStartingWith(
                        "Cannot tell whether the commit to %s was applied: 409".formatted(table.name()));
        assertThat(Warehouse.main(warehouse.reload(table))).containsExactly("new", "old-2");
    }

    @Test
    void doesNotKnowWhenTheRequestMayStillBeOnItsWay() {
        Table table = table(2);
        TableMetadata[] late = new TableMetadata[2];
        Table faulty = new FaultyTableOperations(table)
                .next((operations, base, metadata) -> {
                    late[0] = base;
                    late[1] = metadata;
                    throw new RuntimeException("timeout");
                })
                .table(table.name());

        assertThatThrownBy(() -> overwrite(faulty, guard(table))).isInstanceOf(CommitOutcomeUnknown.class);
        operations(table).commit(late[0], late[1]);

        assertThat(Warehouse.main(warehouse.reload(table))).containsExactly("new", "old-2");
    }

    @Test
    void repeatsAfterARealConflictAndLeavesNoUncommittedFiles() throws Exception {
        Table table = table(2);
        Table faulty = new FaultyTableOperations(table)
                .notAppliedBut(() -> new CommitFailedException("409"))
                .table(table.name());

        overwrite(faulty, guard(table));

        assertThat(Warehouse.main(table)).containsExactly("new", "old-2");
        assertThat(table.currentSnapshot().manifestListLocation()).contains("-2-");
        String firstAttempt = table.currentSnapshot().manifestListLocation().replace("-2-", "-1-");
        assertThat(Warehouse.exists(table, firstAttempt)).isFalse();
    }

    /** The catalog says conflict, and applies the commit after all: a producer would delete what is committed. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keepsTheFilesOfAnAttemptThatWasAppliedLate(int format) {
        Table table = table(format);
        List<Runnable> late = new ArrayList<>();
        Table faulty = new FaultyTableOperations(table)
                .next((operations, base, metadata) -> {
                    late.add(() -> operations.commit(base, metadata));
                    throw new CommitFailedException("409");
                })
                .table(table.name());
        Function<Table, AppendFiles> append = target -> target.newFastAppend()
                .appendFile(Warehouse.file(target, "new", "2024-01-01"))
                .validateWith(new SnapshotAncestryValidator() {
                    @Override
                    public boolean validate(Iterable<Snapshot> ancestry) {
                        boolean isFirst = late.isEmpty();
                        late.forEach(Runnable::run);
                        return isFirst;
                    }

                    @Override
                    public String errorMessage() {
                        return "it is there already";
                    }
                });

        assertThatThrownBy(() -> new GuardedTable(faulty, guard(table)).commit(append, Map.of()))
                .isInstanceOf(ValidationException.class);

        assertThat(Warehouse.main(warehouse.reload(table))).containsExactly("new", "old-1", "old-2");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void checksOnTheBaseThatItIsComparedAgainst(int format) {
        Table table = table(format);
        long head = table.currentSnapshot().snapshotId();
        Table live = warehouse.reload(table);
        FaultyTableOperations faulty = new FaultyTableOperations(table)
                .after(() -> live.newAppend()
                        .appendFile(Warehouse.file(live, "live", "2024-01-09"))
                        .commit());

        assertViolation(faulty, guard(table).expectingMain(head), Rule.MAIN);
        assertThat(Warehouse.main(warehouse.reload(table))).containsExactly("live", "old-1", "old-2");
    }

    @Test
    void refusesAnotherSchema() {
        Table table = table(2);
        Guard guard = guard(table);
        table.updateSchema().addColumn("note", Types.StringType.get()).commit();

        assertViolation(new FaultyTableOperations(table), guard, Rule.SCHEMA);
    }

    @Test
    void refusesAnotherPartitionSpec() {
        Table table = table(2);
        Guard guard = guard(table);
        table.updateSpec().addField(Expressions.bucket("id", 4)).commit();

        assertViolation(new FaultyTableOperations(table), guard, Rule.PARTITION_SPEC);
    }

    @Test
    void refusesAnotherFormatVersion() {
        Table table = table(2);
        Guard guard = guard(table);
        table.updateProperties().set("format-version", "3").commit();

        assertViolation(new FaultyTableOperations(table), guard, Rule.FORMAT_VERSION);
    }

    @Test
    void refusesAnotherTableOfThatName() {
        Table table = table(2);

        assertViolation(new FaultyTableOperations(table(2)), guard(table), Rule.TABLE);
    }

    @Test
    void refusesAMissingAndAMovedRef() {
        Table table = table(2);
        table.manageSnapshots()
                .createTag("mine", table.currentSnapshot().snapshotId())
                .commit();

        assertViolation(new FaultyTableOperations(table), guard(table).expecting("other", 1), Rule.REF);
        assertViolation(new FaultyTableOperations(table), guard(table).expecting("mine", 1), Rule.REF);
    }

    @Test
    void refusesAnEarlierEpochThanTheTableHasSeen() {
        Table table = table(2);
        table.newFastAppend()
                .set(SummaryKeys.BACKFILL_ID, ID.value())
                .set(SummaryKeys.EPOCH, "7")
                .commit();

        assertViolation(new FaultyTableOperations(table), Guard.of(TableContract.of(table), ID, 6), Rule.EPOCH);
    }

    @ParameterizedTest
    @EnumSource
    void findsThatABranchWasMovedBack(FalseAnswer falseAnswer) throws Exception {
        Table table = table(2);
        long before = table.currentSnapshot().snapshotId();
        table.newFastAppend().commit();
        Table faulty = new FaultyTableOperations(table)
                .appliedThen(falseAnswer::answer)
                .table(table.name());

        new GuardedTable(faulty, guard(table)).change(base -> movedTo(base, before));

        assertThat(warehouse.reload(table).currentSnapshot().snapshotId()).isEqualTo(before);
    }

    /** The head to which it was to be moved is an ancestor of the one that it has: that must not count as done. */
    @Test
    void doesNotTakeABranchForMovedBackThatIsNot() {
        Table table = table(2);
        long before = table.currentSnapshot().snapshotId();
        table.newFastAppend().commit();
        Table faulty = new FaultyTableOperations(table)
                .notAppliedBut(FalseAnswer.SOCKET::answer)
                .table(table.name());

        assertThatThrownBy(() -> new GuardedTable(faulty, guard(table)).change(base -> movedTo(base, before)))
                .isInstanceOf(CommitOutcomeUnknown.class);
    }

    private static TableMetadata movedTo(TableMetadata base, long snapshotId) {
        return TableMetadata.buildFrom(base)
                .setBranchSnapshot(snapshotId, SnapshotRef.MAIN_BRANCH)
                .build();
    }

    private void assertViolation(FaultyTableOperations operations, Guard guard, Rule rule) {
        GuardedTable guarded = new GuardedTable(operations.table("db.t"), guard);

        assertThatThrownBy(() -> guarded.commit(Table::newFastAppend, Map.of()))
                .isInstanceOfSatisfying(
                        GuardViolation.class,
                        violation -> assertThat(violation.rule()).isEqualTo(rule));
    }

    private Table table(int formatVersion) {
        Table table = warehouse.sales(formatVersion);
        table.newAppend()
                .appendFile(Warehouse.file(table, "old-1", "2024-01-01"))
                .appendFile(Warehouse.file(table, "old-2", "2024-01-02"))
                .commit();
        return table;
    }

    private static Guard guard(Table table) {
        return Guard.of(TableContract.of(table), ID, 1);
    }

    private static long overwrite(Table table, Guard guard) throws CommitOutcomeUnknown {
        return new GuardedTable(table, guard)
                .commit(
                        guarded -> guarded.newOverwrite()
                                .overwriteByRowFilter(Expressions.equal("day", "2024-01-01"))
                                .addFile(Warehouse.file(guarded, "new", "2024-01-01")),
                        Map.of());
    }

    private static TableOperations operations(Table table) {
        return ((HasTableOperations) table).operations();
    }
}
