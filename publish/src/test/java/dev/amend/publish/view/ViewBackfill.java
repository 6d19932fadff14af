package dev.amend.publish.view;

import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.RowsByName;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.retirement.Retirement.Retired;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.ReconciledBatch;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.PublishListener;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewMetadata;

/** A backfill of a whole table of four days in two batches, which consumers read through the view {@code current}. */
final class ViewBackfill {
    static final Batch FIRST = batch("2024-01-01", "2024-01-03");
    static final Batch SECOND = batch("2024-01-03", "2024-01-05");
    static final Set<String> OLD = Set.of("old-2024-01-01", "old-2024-01-02", "old-2024-01-03", "old-2024-01-04");
    static final Set<String> NEW = Set.of("new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04");

    private static final BackfillRefs REFS = new BackfillRefs(new BackfillId("tax-fix"), "sales_before");
    private static final TableRange RANGE = TableRange.of("day", batch("2024-01-01", "2024-01-05"));

    final Warehouse warehouse;
    final ViewPlace place;
    final ShadowPlan plan;
    final PublishListener listener;

    private ViewBackfill(Warehouse warehouse, ViewPlace place, ShadowPlan plan, PublishListener listener) {
        this.warehouse = warehouse;
        this.place = place;
        this.plan = plan;
        this.listener = listener;
    }

    static ViewBackfill planned(Warehouse warehouse) {
        Table target = warehouse.sales(2);
        var append = target.newAppend();
        OLD.forEach(name -> append.appendFile(file(target, name)));
        append.commit();
        warehouse.view("current", "select * from " + Warehouse.idOf(target));

        ViewPlace place = ViewPlace.in(
                warehouse.catalog(),
                Warehouse.idOf(target),
                Warehouse.named(REFS.id().refName()),
                Warehouse.named("current"));
        ShadowPlan plan = new ShadowPlan(
                REFS,
                TableContract.of(target),
                target.currentSnapshot().snapshotId(),
                RANGE,
                1,
                "digest",
                "1.0",
                Duration.ofDays(30));
        return new ViewBackfill(warehouse, place, plan, PublishListener.NONE);
    }

    /** Prepared, and both batches built. */
    static ViewBackfill built(Warehouse warehouse) throws CommitOutcomeUnknown {
        ViewBackfill backfill = planned(warehouse);
        backfill.shadow().prepare();
        backfill.build(FIRST, 1, "new-2024-01-01", "new-2024-01-02");
        backfill.build(SECOND, 1, "new-2024-01-03", "new-2024-01-04");
        return backfill;
    }

    /** The same worked on by a later run. */
    ViewBackfill withEpoch(long epoch) {
        ShadowPlan later = new ShadowPlan(
                plan.refs(),
                plan.contract(),
                plan.baselineSnapshotId(),
                plan.range(),
                epoch,
                plan.specDigest(),
                plan.codeVersion(),
                plan.keepFor());
        return new ViewBackfill(warehouse, place, later, listener);
    }

    ViewBackfill through(FaultyViews views) {
        ViewPlace faulty = new ViewPlace(place.catalog(), views, place.targetId(), place.shadowId(), place.viewId());
        return new ViewBackfill(warehouse, faulty, plan, listener);
    }

    ViewBackfill telling(PublishListener other) {
        return new ViewBackfill(warehouse, place, plan, other);
    }

    ShadowTable shadow() {
        return new ShadowTable(place, plan, Clock.systemUTC(), listener);
    }

    /** As an engine writes a batch: an overwrite by filter; the day of a file is the end of its name. */
    void build(Batch batch, int attempt, String... files) {
        Table shadow = place.requiredShadow();
        OverwriteFiles overwrite = shadow.newOverwrite()
                .overwriteByRowFilter(TableRange.of("day", batch).expression(shadow.schema()));
        for (String name : files) {
            overwrite.addFile(file(shadow, name));
        }
        plan.batchProperties(batch, attempt, "events@1").forEach(overwrite::set);
        overwrite.commit();
    }

    PublicationRequest request() {
        Map<String, CommittedBatch> committed = shadow().committedBatches();
        List<ReconciledBatch> batches = List.of(FIRST, SECOND).stream()
                .map(batch ->
                        new ReconciledBatch(batch, committed.get(batch.id()).snapshotId()))
                .toList();
        return new PublicationRequest(plan, batches, "report", "controller");
    }

    PublicationResult tryToPublish() throws CommitOutcomeUnknown {
        return publication().publish(request(), Consent.NOT_NEEDED);
    }

    private ViewRows rows() {
        return new ViewRows(new RowsByName(place::target), new RowsByName(place::requiredShadow));
    }

    ViewPublication publication() {
        return new ViewPublication(place, rows(), Clock.systemUTC(), listener);
    }

    Published publish() throws CommitOutcomeUnknown {
        return tryToPublish().fold(published -> published, drifted -> {
            throw new AssertionError("Drifted: " + drifted);
        });
    }

    RollbackResult rollBack(LaterWrites laterWrites) throws CommitOutcomeUnknown {
        long published = new ViewState(metadata(), plan.id())
                .published()
                .map(ViewMark::snapshotId)
                .orElse(-1L);
        return rollBack(new RollbackRequest(plan, published, laterWrites, "wrong tax"), Consent.NOT_NEEDED);
    }

    RollbackResult rollBack(RollbackRequest request, Consent consent) throws CommitOutcomeUnknown {
        return new ViewRollback(place, rows(), Clock.systemUTC(), listener).rollBack(request, consent);
    }

    RollbackResult.RolledBack rollBack() throws CommitOutcomeUnknown {
        return rollBack(LaterWrites.KEEP).fold(rolledBack -> rolledBack, drifted -> {
            throw new AssertionError("Drifted: " + drifted);
        });
    }

    Retired retire() throws CommitOutcomeUnknown {
        return new ViewRetirement(place, listener).retire(plan);
    }

    /** Somebody else writes a file to a table; the day is the end of its name. */
    void append(Table table, String name) {
        table.newAppend().appendFile(file(table, name)).commit();
    }

    /** Somebody else replaces the view; {@code %s} stands for the target. */
    void replaceView(String sql) {
        warehouse.view("current", sql.formatted(place.targetId()));
    }

    /** What a consumer reads: the files of the table that the view names when it is loaded. */
    Set<String> read() {
        Table table = warehouse.catalog().loadTable(Warehouse.named(tableRead()));
        return Warehouse.at(table, table.currentSnapshot().snapshotId());
    }

    private String tableRead() {
        String sql = sql();
        return sql.substring(sql.indexOf("from db.") + "from db.".length()).split(" ", 2)[0];
    }

    String sql() {
        View view = ((ViewCatalog) warehouse.catalog()).loadView(place.viewId());
        return ((SQLViewRepresentation) view.currentVersion().representations().get(0)).sql();
    }

    /** The view as the catalog has it. */
    ViewMetadata metadata() {
        return ViewPlace.in(warehouse.catalog(), place.targetId(), place.shadowId(), place.viewId())
                .requiredView()
                .refresh();
    }

    static DataFile file(Table table, String name) {
        return Warehouse.file(table, name, name.substring(name.length() - "2024-01-01".length()));
    }

    private static Batch batch(String start, String end) {
        return new Batch(new PartitionRange(
                PartitionUnit.DAY,
                LocalDate.parse(start).toEpochDay(),
                LocalDate.parse(end).toEpochDay()));
    }
}
