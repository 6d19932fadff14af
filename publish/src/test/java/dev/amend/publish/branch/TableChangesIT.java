package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.step.PublishListener;
import dev.amend.specs.error.AmendException;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Others change the table itself: nothing is published that was built for another, and what was can be undone. */
final class TableChangesIT {
    private static final Schema SALES = new Schema(
            Types.NestedField.required(1, "id", Types.IntegerType.get()),
            Types.NestedField.required(2, "day", Types.DateType.get()),
            Types.NestedField.optional(3, "amount", Types.LongType.get()));

    private final Warehouse warehouse = Warehouse.inMemory();

    /** What somebody does to a table, and what a publication says of it. */
    enum Change {
        ADD_A_COLUMN("its schema is 1, not 0 as planned") {
            @Override
            void to(Table table) {
                table.updateSchema().addColumn("note", Types.StringType.get()).commit();
            }
        },
        DROP_A_COLUMN("its schema is 1, not 0 as planned") {
            @Override
            void to(Table table) {
                table.updateSchema().deleteColumn("amount").commit();
            }
        },
        RENAME_A_COLUMN("its schema is 1, not 0 as planned") {
            @Override
            void to(Table table) {
                table.updateSchema().renameColumn("amount", "net_amount").commit();
            }
        },
        PROMOTE_A_COLUMN("its schema is 1, not 0 as planned") {
            @Override
            void to(Table table) {
                table.updateSchema().updateColumn("id", Types.LongType.get()).commit();
            }
        },
        EVOLVE_THE_SPEC("its partition spec is 1, not 0 as planned") {
            @Override
            void to(Table table) {
                table.updateSpec().addField(Expressions.bucket("id", 4)).commit();
            }
        },
        UPGRADE_THE_FORMAT("its format version is 3, not 2 as planned") {
            @Override
            void to(Table table) {
                table.updateProperties().set("format-version", "3").commit();
            }
        };

        private final String found;

        Change(String found) {
            this.found = found;
        }

        abstract void to(Table table);
    }

    static Stream<Arguments> changes() {
        return Stream.of(Change.values())
                .flatMap(change -> Stream.of(arguments(change, false), arguments(change, true)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isNotPublishedAfterTheTableChanged(Change change, boolean live) throws Exception {
        Backfill backfill = built(live);
        Set<String> before = Warehouse.main(backfill.table);
        change.to(warehouse.reload(backfill.table));

        assertRefused(backfill, change);
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isNotPublishedIfTheChangeArrivesWithTheCommit(Change change, boolean live) throws Exception {
        Backfill backfill = built(live);
        Set<String> before = Warehouse.main(backfill.table);
        FaultyTableOperations faulty =
                new FaultyTableOperations(backfill.table).after(() -> change.to(warehouse.reload(backfill.table)));

        assertRefused(backfill.on(faulty.table(backfill.table.name())), change);
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isRolledBackAndRetiredAfterTheTableChanged(Change change, boolean live) throws Exception {
        Backfill backfill = built(false);
        Published published = backfill.publish();
        change.to(warehouse.reload(backfill.table));
        if (live) {
            Table table = warehouse.reload(backfill.table);
            table.newDelete()
                    .deleteFile(Warehouse.find(table, "old-2024-01-05"))
                    .commit();
        }

        backfill.rollBack(published);
        new Retirement(backfill.table, PublishListener.NONE).retire(backfill.plan);

        assertThat(Warehouse.main(backfill.table))
                .hasSize(live ? 4 : 5)
                .allMatch(name -> name.startsWith(live ? "amend-rollback" : "old"));
        assertThat(backfill.table.refs()).containsOnlyKeys("main");
        assertThat(Warehouse.missingFiles(backfill.table, PublicationIT.head(backfill.table)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void isNotPublishedIntoAnotherTableOfThatName(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        warehouse.drop(backfill.table);
        Table other =
                warehouse.catalog().createTable(Warehouse.idOf(backfill.table), SALES, PartitionSpec.unpartitioned());
        other.newFastAppend().commit();

        assertThatThrownBy(() -> backfill.on(other).publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class);
        assertThat(Warehouse.main(other)).isEmpty();
        assertThat(other.refs()).containsOnlyKeys("main");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNotPublishedWithoutItsBaselineTag(boolean live) throws Exception {
        Backfill backfill = built(live);
        Set<String> before = Warehouse.main(backfill.table);
        backfill.table.manageSnapshots().removeTag("sales_before").commit();

        assertThatThrownBy(backfill::publish)
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot commit to %s: ref 'sales_before' is missing, expected at snapshot %d"
                        .formatted(backfill.table.name(), backfill.plan.baselineSnapshotId()));
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNotPublishedWithoutItsShadow(boolean live) throws Exception {
        Backfill backfill = built(live);
        PublicationRequest request = backfill.request();
        Set<String> before = Warehouse.main(backfill.table);
        backfill.table.manageSnapshots().removeBranch("amend_tax_fix").commit();

        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class);
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
    }

    /** A shadow that somebody moves while it is published may have other files than those that were looked at. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNotPublishedIfTheShadowMovesWithTheCommit(boolean live) throws Exception {
        Backfill backfill = built(live);
        Set<String> before = Warehouse.main(backfill.table);
        FaultyTableOperations faulty = new FaultyTableOperations(backfill.table)
                .after(() -> warehouse
                        .reload(backfill.table)
                        .manageSnapshots()
                        .replaceBranch("amend_tax_fix", backfill.plan.baselineSnapshotId())
                        .commit());

        assertThatThrownBy(
                        () -> backfill.on(faulty.table(backfill.table.name())).publish())
                .isInstanceOf(AmendException.class)
                .hasMessageContaining(
                        "ref 'amend_tax_fix' is at snapshot %d, not at ".formatted(backfill.plan.baselineSnapshotId()));
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
    }

    @Test
    void refusesARangeThatCutsAFile() {
        Table table = warehouse.table(
                SALES, PartitionSpec.builderFor(SALES).month("day").build(), 2);
        table.newAppend()
                .appendFile(Warehouse.bareFile(table, "january", "day_month=648"))
                .commit();

        assertThatThrownBy(() -> Backfill.onto(warehouse, table).shadow().prepare())
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("january.parquet holds 2024-01-01..2024-01-31 under partition spec 0");
        assertThat(warehouse.reload(table).refs()).containsOnlyKeys("main");
    }

    private Backfill built(boolean live) throws Exception {
        Table table = warehouse.table(
                SALES, PartitionSpec.builderFor(SALES).identity("day").build(), 2);
        for (String day : Backfill.DAYS) {
            table.newAppend()
                    .appendFile(Warehouse.file(table, "old-" + day, day))
                    .commit();
        }
        table.newAppend()
                .appendFile(Warehouse.file(table, "old-2024-01-05", Backfill.DAY_AFTER))
                .commit();
        Backfill backfill = Backfill.onto(warehouse, table).build();
        if (live) {
            backfill.append("live-2024-01-05");
        }
        return backfill;
    }

    private static void assertRefused(Backfill publishing, Change change) {
        PublicationRequest request = publishing.request();
        assertThatThrownBy(() -> publishing.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot commit to %s: %s".formatted(publishing.table.name(), change.found));
    }
}
