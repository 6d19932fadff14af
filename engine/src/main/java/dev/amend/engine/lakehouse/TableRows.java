package dev.amend.engine.lakehouse;

import dev.amend.publish.branch.RowAccess;
import dev.amend.publish.range.TableRange;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.input.PartitionFingerprints;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The rows of a table as Spark reads them, as a fingerprint of each partition. */
public final class TableRows implements RowAccess {
    private final Lakehouse lakehouse;
    private final Specification specification;
    private final Reader reader;

    /** Reads the fingerprints of a range of partitions. */
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

    /** The rows of the table that has the shadow, which may be the target. */
    public static TableRows ofShadow(Lakehouse lakehouse, Specification specification) {
        return new TableRows(lakehouse, specification, PartitionFingerprints::ofShadow);
    }

    @Override
    public boolean isSame(TableRange range, long snapshotId, long otherSnapshotId) {
        return fingerprints(range.segments(), snapshotId).equals(fingerprints(range.segments(), otherSnapshotId));
    }

    /** Rewrites under the table's current schema, which the branch has, too. */
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
        return PartitionKeys.require(
                name,
                session.table(table).schema().apply(name).dataType(),
                specification.sourceRange().unit(),
                "table " + table);
    }

    /** The fingerprints by partition, without the partitions that have no rows. */
    public SortedMap<Long, Fingerprint> fingerprints(Collection<PartitionRange> segments, long snapshotId) {
        SparkSession session = lakehouse.newSession();
        SortedMap<Long, Fingerprint> fingerprints = new TreeMap<>();
        segments.forEach(segment -> fingerprints.putAll(reader.read(session, specification, snapshotId, segment)));
        return fingerprints;
    }
}
