package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.lakehouse.RestLake;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.ManifestSize;
import dev.amend.publish.guard.TableContract;
import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.TableId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that Spark writes through a REST catalog over HTTP, which applies their commit and says that it did not. */
final class BatchCommitFaultsIT {
    private static final TableId TARGET = TableId.parse("rest.finance.revenue");
    private static final PartitionColumn DAY = new PartitionColumn("day", PartitionColumn.Kind.DATE, PartitionUnit.DAY);
    private static final Batch BATCH = new Batch(new PartitionRange(
            PartitionUnit.DAY,
            PartitionUnit.DAY.parse("2026-01-05").orElseThrow(),
            PartitionUnit.DAY.parse("2026-01-12").orElseThrow()));
    private static final String SHADOW = "rest.finance.revenue.branch_shadow";

    private static RestLake rest;
    private static SmallLake lake;

    @BeforeAll
    static void createTable(@TempDir Path dir) throws IOException {
        rest = new RestLake(dir);
        lake = SmallLake.create(dir, rest.settings("rest"));
        rest.createTable(
                "revenue",
                new Schema(
                        Types.NestedField.required(1, "day", Types.DateType.get()),
                        Types.NestedField.optional(2, "gross", Types.DecimalType.of(12, 2))));
    }

    @AfterAll
    static void close() {
        lake.close();
        rest.close();
    }

    @BeforeEach
    void freshBranch() {
        Table target = target();
        if (target.currentSnapshot() == null) {
            target.newFastAppend().commit();
        }
        if (target.refs().containsKey("shadow")) {
            target.manageSnapshots().removeBranch("shadow").commit();
        }
        target.manageSnapshots()
                .createBranch("shadow", target.currentSnapshot().snapshotId())
                .commit();
    }

    private static Table target() {
        return lake.lakehouse().table(TARGET);
    }

    private static Dataset<Row> rows() {
        return lake.lakehouse()
                .newSession()
                .sql("select day, gross from staging.events where day between date'2026-01-05' and date'2026-01-11'");
    }

    @Test
    void aBatchIsCommittedOnceAndCanBeRead() throws CommitOutcomeUnknown {
        Guard guard = Guard.unfenced(TableContract.of(target()), new BackfillId("tax"));
        long head = target().snapshot("shadow").snapshotId();
        rest.applyNextCommitUnavailably();

        new GuardedTable(target(), guard)
                .write(
                        table -> new BatchWriter(table, "shadow", DAY)
                                .overwrite(
                                        rows(), BATCH, JobScale.DISTRIBUTED, head, Map.of("amend.batch", BATCH.id())),
                        ManifestSize.AS_CONFIGURED);

        assertThat(target().snapshot("shadow").parentId()).isEqualTo(head);
        assertThat(target().snapshot("shadow").summary()).containsEntry("amend.batch", "2026-01-05");
        assertThat(lake.value("select count(gross) from " + SHADOW)).isEqualTo("140");
    }

    /** Sent again by the client, the commit conflicts with itself, and Spark deletes the files that it has committed. */
    @Test
    void sparksOwnCommitMakesTheShadowUnreadable() {
        rest.applyNextCommitUnavailably();

        assertThatThrownBy(BatchCommitFaultsIT::writeByItself).hasStackTraceContaining("Found conflicting");

        target().refresh();
        assertThatThrownBy(() -> lake.value("select count(gross) from " + SHADOW))
                .hasStackTraceContaining("does not exist");
    }

    private static void writeByItself() throws NoSuchTableException {
        rows().writeTo(TARGET.quotedAtBranch("shadow"))
                .option("isolation-level", "serializable")
                .option(
                        "validate-from-snapshot-id",
                        Long.toString(target().snapshot("shadow").snapshotId()))
                .overwrite(functions.expr(DAY.condition(BATCH.range())));
    }
}
