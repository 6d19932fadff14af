package dev.amend.engine.lakehouse;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.functions.SparkFunctions;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * A Spark catalog of tables that are handed to it for one write each: Spark then commits with the operations of that
 * table, instead of loading another one that trusts every response to a commit. Spark creates the catalog by its name,
 * once for each session.
 */
public final class HandedTables implements TableCatalog, FunctionCatalog {
    private static final String NAME = "amend_handed";

    private final Map<String, SparkTable> tables = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private @Nullable String name;

    /** A write to a table. */
    public interface Write {
        void by(DataFrameWriterV2<Row> writer) throws NoSuchTableException;
    }

    /**
     * Writes rows to a branch of a table, with the table's own commits.
     *
     * @throws org.apache.iceberg.exceptions.ValidationException if the table has no such branch
     */
    public static void write(Dataset<Row> rows, Table table, String branch, Write write) {
        SparkSession session = rows.sparkSession();
        session.conf().set("spark.sql.catalog." + NAME, HandedTables.class.getName());
        // Spark looks up a catalog in the settings of the session that is active in the thread
        session.withActive(() -> {
            HandedTables catalog = (HandedTables) CatalogPlugins.load(session, NAME);
            catalog.write(rows, SparkTable.create(table, branch), write);
            return table;
        });
    }

    private void write(Dataset<Row> rows, SparkTable table, Write write) {
        String handed = "write_" + count.incrementAndGet();
        tables.put(handed, table);
        try {
            write.by(rows.writeTo(NAME + "." + handed));
        } catch (NoSuchTableException e) {
            throw new IllegalStateException("A table that was handed over is gone: " + table.name(), e);
        } finally {
            tables.remove(handed);
        }
    }

    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap options) {
        name = catalogName;
    }

    @Override
    public String name() {
        return Objects.requireNonNull(name);
    }

    @Override
    public SparkTable loadTable(Identifier identifier) throws NoSuchTableException {
        SparkTable table = tables.get(identifier.name());
        if (table == null) {
            throw new NoSuchTableException(identifier);
        }
        return table;
    }

    @Override
    public Identifier[] listTables(String[] namespace) {
        return tables.keySet().stream()
                .map(table -> Identifier.of(namespace, table))
                .toArray(Identifier[]::new);
    }

    /** Loads a function of Iceberg's, with which Spark groups the rows of a bucket before they are written. */
    @Override
    public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
        UnboundFunction function = SparkFunctions.load(identifier.name());
        if (function == null) {
            throw new NoSuchFunctionException(identifier);
        }
        return function;
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return SparkFunctions.list().stream()
                .map(function -> Identifier.of(namespace, function))
                .toArray(Identifier[]::new);
    }

    @Override
    public SparkTable alterTable(Identifier identifier, TableChange... changes) {
        throw onlyWritten();
    }

    @Override
    public boolean dropTable(Identifier identifier) {
        throw onlyWritten();
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw onlyWritten();
    }

    private static UnsupportedOperationException onlyWritten() {
        return new UnsupportedOperationException("A table is handed over to be written");
    }
}
