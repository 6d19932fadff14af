package dev.amend.publish.branch;

import dev.amend.publish.fixture.RowsByName;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.rollback.Rollback;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.ReconciledBatch;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowBranch;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.PublishListener;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;

/**
 * A backfill of 2024-01-01..2024-01-04 in two batches of two days, on a table that has a file {@code old-DAY} for each
 * of the first five days.
 */
public final class Backfill {
    public static final Batch FIRST = batch("2024-01-01", "2024-01-03");
    public static final Batch SECOND = batch("2024-01-03", "2024-01-05");
    public static final BackfillRefs REFS = new BackfillRefs(new BackfillId("tax-fix"), "sales_before");
    public static final TableRange RANGE = TableRange.of("day", batch("2024-01-01", "2024-01-05"));
    static final List<String> DAYS = List.of("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04");
    static final String DAY_AFTER = "2024-01-05";

    public final Warehouse warehouse;
    public final Table table;
    public final ShadowPlan plan;

    public final RowAccess rows;

    private Backfill(Warehouse warehouse, Table table, ShadowPlan plan) {
        this.warehouse = warehouse;
        this.table = table;
        this.rows = new RowsByName(() -> table);
        this.plan = plan;
    }

    public static Backfill planned(Warehouse warehouse, int formatVersion) {
        Table table = warehouse.sales(formatVersion);
        var append = table.newAppend();
        DAYS.forEach(day -> append.appendFile(Warehouse.file(table, "old-" + day, day)));
        append.appendFile(Warehouse.file(table, "old-" + DAY_AFTER, DAY_AFTER)).commit();
        return onto(warehouse, table);
    }

    /** A plan against the table as it is now. */
    public static Backfill onto(Warehouse warehouse, Table table) {
        table.refresh();
        return resumed(warehouse, table, table.currentSnapshot().snapshotId(), 1);
    }

    /** One that was planned against an earlier snapshot, as a later run takes it up. */
    static Backfill resumed(Warehouse warehouse, Table table, long baselineSnapshotId, long epoch) {
        ShadowPlan plan = new ShadowPlan(
                REFS, TableContract.of(table), baselineSnapshotId, RANGE, epoch, "digest", "1.0", Duration.ofDays(30));
        return new Backfill(warehouse, table, plan);
    }

    /** Prepared, and both batches built. */
    public static Backfill built(Warehouse warehouse, int formatVersion) throws CommitOutcomeUnknown {
        return planned(warehouse, formatVersion).build();
    }

    public Backfill build() throws CommitOutcomeUnknown {
        shadow().prepare();
        build(FIRST, 1, "new-2024-01-01", "new-2024-01-02");
        build(SECOND, 1, "new-2024-01-03", "new-2024-01-04");
        return this;
    }

    public Backfill withEpoch(long epoch) {
        ShadowPlan next = new ShadowPlan(
                plan.refs(),
                plan.contract(),
                plan.baselineSnapshotId(),
                plan.range(),
                epoch,
                plan.specDigest(),
                plan.codeVersion(),
                plan.keepFor());
        return new Backfill(warehouse, table, next);
    }

    public Backfill on(Table other) {
        return new Backfill(warehouse, other, plan);
    }

    public Shadow shadow() {
        return new ShadowBranch(table, plan, Clock.systemUTC(), PublishListener.NONE);
    }

    public Publication publication() {
        return new Publication(table, rows, Clock.systemUTC(), PublishListener.NONE);
    }

    public Rollback rollback() {
        return new Rollback(table, rows, Clock.systemUTC(), PublishListener.NONE);
    }

    /** As an engine writes a batch: an overwrite by filter on the branch; the day of a file is the end of its name. */
    public void build(Batch batch, int attempt, String... files) {
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(TableRange.of("day", batch).expression(table.schema()))
                .toBranch(REFS.branch());
        for (String file : files) {
            overwrite.addFile(file(file));
        }
        Map<String, String> properties = plan.batchProperties(batch, attempt, "events@1");
        properties.forEach(overwrite::set);
        overwrite.commit();
    }

    public PublicationRequest request() {
        Map<String, CommittedBatch> committed = shadow().committedBatches();
        List<ReconciledBatch> batches = new ArrayList<>();
        for (Batch batch : List.of(FIRST, SECOND)) {
            batches.add(new ReconciledBatch(batch, committed.get(batch.id()).snapshotId()));
        }
        return new PublicationRequest(plan, batches, "report", "controller");
    }

    public PublicationResult.Published publish() throws CommitOutcomeUnknown {
        return publication().publish(request(), Consent.NOT_NEEDED).fold(published -> published, drifted -> {
            throw new AssertionError("Drifted: " + drifted);
        });
    }

    public RollbackResult rollBack(PublicationResult.Published published, RollbackRequest.LaterWrites laterWrites)
            throws CommitOutcomeUnknown {
        return rollback()
                .rollBack(
                        new RollbackRequest(plan, published.snapshotId(), laterWrites, "wrong tax"),
                        Consent.NOT_NEEDED);
    }

    public RollbackResult.RolledBack rollBack(PublicationResult.Published published) throws CommitOutcomeUnknown {
        return rollBack(published, RollbackRequest.LaterWrites.KEEP).fold(rolledBack -> rolledBack, drifted -> {
            throw new AssertionError("Drifted: " + drifted);
        });
    }

    /** A live pipeline appends a file; the day is the end of its name. */
    public void append(String name) {
        Table live = warehouse.reload(table);
        live.newAppend().appendFile(file(name)).commit();
    }

    public DataFile file(String name) {
        return Warehouse.file(table, name, name.substring(name.length() - "2024-01-01".length()));
    }

    private static Batch batch(String start, String end) {
        return new Batch(new PartitionRange(
                PartitionUnit.DAY,
                LocalDate.parse(start).toEpochDay(),
                LocalDate.parse(end).toEpochDay()));
    }
}
