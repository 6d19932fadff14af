package dev.amend.engine.mode;

import dev.amend.engine.lakehouse.HandedTables;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.PartitionColumn;
import dev.amend.publish.RowAccess;
import dev.amend.publish.range.TableRange;
import dev.amend.reconciliation.Fingerprint;
import dev.amend.reconciliation.PartitionFingerprints;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The rows of a table as Spark reads them, by the fingerprint of each partition. */
public final class TableRows implements RowAccess {
    private final Lakehouse lakehouse;
    private final Specification specification;
    private final Reader reader;

    /** How one partition after the other is read. */
    private interface Reader {
        SortedMap<Long, Fingerprint> read(
                SparkSession session, Specification specification, long snapshotId, PartitionRange range);
    }

    private TableRows(Lakehouse lakehouse, Specification specification, Reader reader) {
        this.lakehouse = lakehouse;
        this.specification = specification;
        this.reader = reader;
    }

    public static TableRows ofTarget(Lakehouse lakehouse, Specification specification) {
        return new TableRows(lakehouse, specification, PartitionFingerprints::of);
    }

    /** Of the table that has the shadow, be it the target. */
    public static TableRows ofShadow(Lakehouse lakehouse, Specification specification) {
        return new TableRows(lakehouse, specification, PartitionFingerprints::ofShadow);
    }

    @Override
    public boolean isSame(TableRange range, long snapshotId, long otherSnapshotId) {
        return fingerprints(range.segments(), snapshotId).equals(fingerprints(range.segments(), otherSnapshotId));
    }

    /** Under the table's schema as it is now, which the branch has as well. */
    @Override
    public void rewrite(Table table, String branch, TableRange partitions) {
        String onBranch = specification.shadowTable().quotedAtBranch(branch);
        SparkSession session = lakehouse.newSession();
        for (PartitionRange segment : partitions.segments()) {
            Column condition = functions.expr(partitionColumn(session, onBranch).condition(segment));
            HandedTables.write(
                    session.table(onBranch).where(condition),
                    table,
                    branch,
                    writer -> writer.option("distribution-mode", "hash").overwrite(condition));
        }
    }

    private PartitionColumn partitionColumn(SparkSession session, String table) {
        String name = specification.target().partitionKey();
        return PartitionColumn.of(
                name,
                session.table(table).schema().apply(name).dataType(),
                specification.sourceRange().unit(),
                "table " + table);
    }

    /** By partition; those without rows are left out. */
    public SortedMap<Long, Fingerprint> fingerprints(Collection<PartitionRange> segments, long snapshotId) {
        SparkSession session = lakehouse.newSession();
        SortedMap<Long, Fingerprint> fingerprints = new TreeMap<>();
        segments.forEach(segment -> fingerprints.putAll(reader.read(session, specification, snapshotId, segment)));
        return fingerprints;
    }
}
