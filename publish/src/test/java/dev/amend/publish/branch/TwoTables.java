package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.together.CatalogTransaction;
import dev.amend.publish.together.JointMember;
import dev.amend.publish.together.JointPublication;
import dev.amend.publish.together.JointResult;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.util.SnapshotUtil;

/** Two tables of one catalog with a built backfill each: the first may have had live commits, the second is quiet. */
record TwoTables(Backfill first, Backfill second) {
    private static final Set<String> OLD = names("old");
    private static final Set<String> NEW = names("new");

    /** Nobody commits to either. */
    static TwoTables quiet(Warehouse warehouse, int formatVersion) throws CommitOutcomeUnknown {
        return new TwoTables(Backfill.built(warehouse, formatVersion), Backfill.built(warehouse, formatVersion));
    }

    /** A live pipeline has committed to the first. */
    static TwoTables busy(Warehouse warehouse, int formatVersion) throws CommitOutcomeUnknown {
        TwoTables tables = quiet(warehouse, formatVersion);
        tables.first.append(PublicationCommit.LIVE);
        return tables;
    }

    /** The same as another process sees them. */
    TwoTables reloaded() {
        return new TwoTables(reloaded(first), reloaded(second));
    }

    TwoTables withFirst(Backfill other) {
        return new TwoTables(other, second);
    }

    private static Backfill reloaded(Backfill backfill) {
        return Backfill.resumed(
                backfill.warehouse,
                backfill.warehouse.reload(backfill.table),
                backfill.plan.baselineSnapshotId(),
                backfill.plan.epoch());
    }

    List<Backfill> both() {
        return List.of(first, second);
    }

    List<JointMember> members() {
        return both().stream()
                .map(backfill ->
                        new JointMember(Warehouse.idOf(backfill.table), backfill.publication(), backfill.request()))
                .toList();
    }

    CatalogTransaction transaction() {
        return ((RESTCatalog) first.warehouse.catalog())::commitTransaction;
    }

    JointResult publish(CatalogTransaction transaction, PublishListener listener) throws CommitOutcomeUnknown {
        return new JointPublication(transaction, listener).publish(members(), Consent.NOT_NEEDED);
    }

    JointResult publish() throws CommitOutcomeUnknown {
        return publish(transaction(), PublishListener.NONE);
    }

    List<Published> published() throws CommitOutcomeUnknown {
        return published(publish());
    }

    static List<Published> published(JointResult result) {
        assertThat(result).isInstanceOf(JointResult.Published.class);
        return ((JointResult.Published) result).tables();
    }

    void requireNew() {
        both().forEach(backfill -> requireRange(backfill, NEW, 1));
    }

    void requireOld() {
        both().forEach(backfill -> requireRange(backfill, OLD, 0));
    }

    /** What consumers read of the range, by how many publications in main's ancestry; every file of it exists. */
    private static void requireRange(Backfill backfill, Set<String> expected, int publications) {
        Set<String> range = Warehouse.main(backfill.table).stream()
                .filter(name -> !name.endsWith(Backfill.DAY_AFTER))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(range).as(backfill.table.name()).isEqualTo(expected);
        assertThat(publications(backfill)).as(backfill.table.name()).hasSize(publications);
        backfill.table
                .refs()
                .values()
                .forEach(ref -> assertThat(Warehouse.missingFiles(backfill.table, ref.snapshotId()))
                        .isEmpty());
    }

    private static List<Snapshot> publications(Backfill backfill) {
        return StreamSupport.stream(
                        SnapshotUtil.currentAncestors(backfill.table).spliterator(), false)
                .filter(snapshot -> "publish".equals(snapshot.summary().get("amend.kind")))
                .toList();
    }

    private static Set<String> names(String prefix) {
        return Backfill.DAYS.stream().map(day -> prefix + "-" + day).collect(Collectors.toCollection(TreeSet::new));
    }
}
