package dev.amend.reconciliation;

import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.Relations;
import dev.amend.reconciliation.input.Sides;
import dev.amend.specs.Batch;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** A small warehouse for tests, one for each JVM: tables are told apart by their names. */
public final class Lake {
    private final SparkSession session;

    private Lake(SparkSession session) {
        this.session = session;
    }

    public static Lake open() {
        try {
            Path warehouse = Files.createDirectories(ofThisProcess());
            SparkSession session = SparkSession.builder()
                    .master("local[2]")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.shuffle.partitions", "2")
                    // else each session has a class loader of its own, and compiles every query again
                    .config("spark.sql.artifact.isolation.enabled", "false")
                    .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
                    .config("spark.sql.catalog.lake.type", "jdbc")
                    .config("spark.sql.catalog.lake.uri", "jdbc:sqlite:" + warehouse.resolve("catalog.db"))
                    .config("spark.sql.catalog.lake.jdbc.schema-version", "V1")
                    .config("spark.sql.catalog.lake.warehouse", warehouse.toString())
                    .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                    .getOrCreate();
            session.sparkContext().setLogLevel("ERROR");
            session.sql("create namespace if not exists lake.finance");
            return new Lake(session);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Always the same: a session keeps the catalog that it had first, and a later one would have that of the last. */
    private static Path ofThisProcess() {
        ProcessHandle process = ProcessHandle.current();
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return Path.of(System.getProperty("java.io.tmpdir"), "lake-%d-%d".formatted(process.pid(), started));
    }

    public SparkSession session() {
        return session;
    }

    void run(String... statements) {
        for (String statement : statements) {
            session.sql(statement);
        }
    }

    /** The latest snapshot of a table. */
    long snapshot(String table) {
        return session.sql("select snapshot_id from %s.snapshots order by committed_at desc, parent_id desc limit 1"
                        .formatted(table))
                .first()
                .getLong(0);
    }

    /** Makes a table of old rows and then of new ones, both given as the bodies of {@code select} statements. */
    public Rewritten rewritten(String table, String columns, String partitioning, String old, String corrected) {
        run(
                "drop table if exists " + table,
                "create table %s (%s) using iceberg partitioned by (%s)".formatted(table, columns, partitioning),
                "insert into %s %s".formatted(table, old));
        long baseline = snapshot(table);
        run("insert overwrite %s %s".formatted(table, corrected));
        return new Rewritten(baseline, snapshot(table));
    }

    /** The snapshots before and after. */
    public record Rewritten(long baseline, long shadow) {

        Relations relations(SparkSession session, Specification specification) {
            NewRows newRows = new NewRows.InShadow(shadow);
            return Sides.of(session, specification, newRows).relations(baseline, newRows);
        }

        BatchInput firstBatch(Specification specification) {
            Batch batch = specification.batches().get(0);
            return new BatchInput(batch, baseline, new NewRows.InShadow(shadow), Map.of(), Long.MAX_VALUE);
        }
    }
}
