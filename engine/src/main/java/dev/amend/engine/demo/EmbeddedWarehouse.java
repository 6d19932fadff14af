package dev.amend.engine.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The warehouse of the embedded default: an Iceberg JDBC catalog on a SQLite file with its tables beside it, all under one folder.
 *
 * @param dir the folder that holds the warehouse among other things, absolute
 */
public record EmbeddedWarehouse(Path dir) {

    /** The catalog's name in Spark SQL, in {@code amend.yaml} and inside the catalog file. */
    public static final String CATALOG = "lake";

    private static final String IN_SPARK = "spark.sql.catalog." + CATALOG;

    /** @throws IllegalArgumentException if the folder's name holds a question mark, where a SQLite address ends */
    public EmbeddedWarehouse {
        dir = dir.toAbsolutePath().normalize();
        if (dir.toString().contains("?")) {
            throw new IllegalArgumentException("Invalid folder '%s': a SQLite address ends at '?'".formatted(dir));
        }
    }

    /** Where the tables and the catalog's file are. */
    public Path location() {
        return dir.resolve("warehouse");
    }

    /** The SQLite file that is the catalog. */
    public Path catalogFile() {
        return location().resolve("catalog.db");
    }

    /** Creates the folder of the tables; SQLite creates the file but no folder. */
    public void createFolder() throws IOException {
        Files.createDirectories(location());
    }

    /**
     * What Iceberg's {@code CatalogUtil.buildIcebergCatalog} takes, for readers and writers without Spark.
     *
     * <p>The write-ahead log lets readers go on while somebody commits; a writer waits up to half a minute for another.
     */
    public Map<String, String> catalogProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("type", "jdbc");
        properties.put("uri", "jdbc:sqlite:%s?busy_timeout=30000&journal_mode=WAL".formatted(catalogFile()));
        properties.put("jdbc.schema-version", "V1");
        properties.put("warehouse", "file://" + location());
        return Collections.unmodifiableMap(properties);
    }

    /** What a Spark session needs to know; the same in {@code amend.yaml} and for a session of one's own. */
    public Map<String, String> sparkSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
        settings.put("spark.sql.defaultCatalog", CATALOG);
        settings.put("spark.sql.session.timeZone", "UTC");
        settings.put(IN_SPARK, "org.apache.iceberg.spark.SparkCatalog");
        catalogProperties().forEach((key, value) -> settings.put(IN_SPARK + "." + key, value));
        // A cached table is not looked up again while it is read: another process's commits would stay unseen.
        settings.put(IN_SPARK + ".cache-enabled", "false");
        return Collections.unmodifiableMap(settings);
    }
}
