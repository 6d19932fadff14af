package dev.amend.engine.demo;

import dev.amend.engine.filemode.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The warehouse of the embedded default: an Iceberg JDBC catalog on a SQLite file and its tables next to it, all in one
 * folder.
 *
 * @param dir the absolute path of the folder that contains the warehouse
 */
public record EmbeddedWarehouse(Path dir) {

    /** The catalog's name in Spark SQL, in {@code amend.yaml} and in the catalog file. */
    public static final String CATALOG = "lake";

    private static final String IN_SPARK = "spark.sql.catalog." + CATALOG;

    /** @throws IllegalArgumentException if the folder's name contains a question mark, where a SQLite address ends */
    public EmbeddedWarehouse {
        dir = dir.toAbsolutePath().normalize();
        if (dir.toString().contains("?")) {
            throw new IllegalArgumentException("Invalid folder '%s': a SQLite address ends at '?'".formatted(dir));
        }
    }

    /** The folder of the tables and the catalog file. */
    public Path location() {
        return dir.resolve("warehouse");
    }

    /** The SQLite file that is the catalog. */
    public Path catalogFile() {
        return location().resolve("catalog.db");
    }

    /** Creates the folder of the tables; SQLite creates the file but not the folder. */
    public void createFolder() throws IOException {
        PrivateFiles.createFolders(location());
    }

    /**
     * The properties for Iceberg's {@code CatalogUtil.buildIcebergCatalog}, for readers and writers without Spark.
     *
     * <p>The write-ahead log lets readers continue during a commit; a writer waits up to half a minute for another
     * writer.
     */
    public Map<String, String> catalogProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("type", "jdbc");
        properties.put("uri", "jdbc:sqlite:%s?busy_timeout=30000&journal_mode=WAL".formatted(catalogFile()));
        properties.put("jdbc.schema-version", "V1");
        properties.put("warehouse", "file://" + location());
        return Collections.unmodifiableMap(properties);
    }

    /** The settings of a Spark session, for {@code amend.yaml} and for other sessions. */
    public Map<String, String> sparkSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
        settings.put("spark.sql.defaultCatalog", CATALOG);
        settings.put("spark.sql.session.timeZone", "UTC");
        settings.put(IN_SPARK, "org.apache.iceberg.spark.SparkCatalog");
        catalogProperties().forEach((key, value) -> settings.put(IN_SPARK + "." + key, value));
        // Spark does not look up a cached table again while it is read, so it would not see another process's commits.
        settings.put(IN_SPARK + ".cache-enabled", "false");
        return Collections.unmodifiableMap(settings);
    }
}
