package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever others write outside of the range, and whenever: it stays, and the backfill is published and undone. */
final class BystandersIT {
    private static final List<String> NEW =
            List.of("new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04");

    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @MethodSource("formatsAndBystanders")
    void whatIsWrittenDuringTheBuildStays(int format, Bystander bystander) throws Exception {
        Backfill backfill = Backfill.planned(warehouse, format);
        backfill.shadow().prepare();
        backfill.build(Backfill.FIRST, 1, "new-2024-01-01", "new-2024-01-02");
        Set<String> live = written(backfill, bystander);
        backfill.build(Backfill.SECOND, 1, "new-2024-01-03", "new-2024-01-04");

        assertPublishedAndUndone(backfill, backfill.publish(), live);
    }

    @ParameterizedTest
    @MethodSource("formatsAndBystanders")
    void whatIsWrittenDuringReconciliationStays(int format, Bystander bystander) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Set<String> live = written(backfill, bystander);

        assertPublishedAndUndone(backfill, backfill.publish(), live);
    }

    /** Between looking at main and the commit of the files. */
    @ParameterizedTest
    @MethodSource("formatsAndBystanders")
    void whatArrivesWithTheCommitStays(int format, Bystander bystander) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("first-2024-01-05");

        assertArrivingWriteStays(backfill, new FaultyTableOperations(backfill.table), bystander);
    }

    private void assertArrivingWriteStays(Backfill backfill, FaultyTableOperations faulty, Bystander bystander)
            throws Exception {
        Set<String> live = new TreeSet<>();
        faulty.after(() -> live.addAll(written(backfill, bystander)));

        Published published = backfill.on(faulty.table(backfill.table.name())).publish();

        assertThat(faulty.isFaultless()).isTrue();
        assertPublishedAndUndone(backfill, published, live);
    }

    /** What is outside of the range once somebody else has written. */
    private Set<String> written(Backfill backfill, Bystander bystander) {
        Table table = warehouse.reload(backfill.table);
        bystander.to(table);
        return outside(Warehouse.main(table));
    }

    private static void assertPublishedAndUndone(Backfill backfill, Published published, Set<String> live)
            throws Exception {
        assertThat(inside(backfill.table)).containsExactlyElementsOf(NEW);
        assertThat(outside(Warehouse.main(backfill.table))).isEqualTo(live);

        backfill.append("later-2024-01-05");
        backfill.rollBack(published);

        assertThat(inside(backfill.table)).hasSize(4).noneMatch(name -> name.startsWith("new"));
        Set<String> now = outside(Warehouse.main(backfill.table));
        assertThat(now).containsAll(live).contains("later-2024-01-05").hasSize(live.size() + 1);
        assertThat(Warehouse.missingFiles(backfill.table, PublicationIT.head(backfill.table)))
                .isEmpty();
    }

    /** It may delete rows anywhere, and whether it does is not in the metadata. */
    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void aDeleteForTheWholeTableIsDrift(int format, boolean withTheCommit) throws Exception {
        Table table = warehouse.table(Warehouse.SALES, PartitionSpec.unpartitioned(), format);
        PartitionSpec unpartitioned = table.spec();
        table.updateSpec().addField("day").commit();
        for (String day : List.of("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05")) {
            table.newAppend()
                    .appendFile(Warehouse.file(table, "old-" + day, day))
                    .commit();
        }
        Backfill backfill = Backfill.onto(warehouse, table).build();
        backfill.append("live-2024-01-05");
        Runnable delete = () -> warehouse
                .reload(table)
                .newRowDelta()
                .addDeletes(Warehouse.equalityDelete(table, unpartitioned, "global", ""))
                .commit();
        FaultyTableOperations faulty = new FaultyTableOperations(table);
        if (withTheCommit) {
            faulty.after(delete);
        } else {
            delete.run();
        }

        Backfill publishing = backfill.on(faulty.table(table.name()));
        int changes = publishing
                .publication()
                .publish(publishing.request(), Consent.NOT_NEEDED)
                .fold(published -> 0, drifted -> drifted.changes().size());

        assertThat(changes).isEqualTo(1);
        assertThat(Warehouse.main(table)).hasSize(6).allMatch(name -> name.endsWith("-deletes"));
    }

    static Stream<Arguments> formatsAndBystanders() {
        return Stream.of(2, 3)
                .flatMap(format -> Stream.of(Bystander.values()).map(bystander -> arguments(format, bystander)));
    }

    private static Set<String> inside(Table table) {
        Set<String> names = new TreeSet<>(Warehouse.main(table));
        names.removeAll(outside(names));
        return names;
    }

    private static Set<String> outside(Set<String> names) {
        Set<String> found = new TreeSet<>(names);
        found.removeIf(name -> !name.contains(Backfill.DAY_AFTER));
        return found;
    }
}
