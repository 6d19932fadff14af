package dev.amend.engine.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class EmbeddedWarehouseTest {

    @Test
    void tellsSparkWhereTheCatalogIsFromAnyWorkingDirectory() {
        EmbeddedWarehouse warehouse = new EmbeddedWarehouse(Path.of("/data/my demo/../demo"));

        assertThat(warehouse.sparkSettings())
                .containsExactly(
                        entry(
                                "spark.sql.extensions",
                                "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"),
                        entry("spark.sql.defaultCatalog", "lake"),
                        entry("spark.sql.session.timeZone", "UTC"),
                        entry("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog"),
                        entry("spark.sql.catalog.lake.type", "jdbc"),
                        entry(
                                "spark.sql.catalog.lake.uri",
                                "jdbc:sqlite:/data/demo/warehouse/catalog.db?busy_timeout=30000&journal_mode=WAL"),
                        entry("spark.sql.catalog.lake.jdbc.schema-version", "V1"),
                        entry("spark.sql.catalog.lake.warehouse", "file:///data/demo/warehouse"),
                        entry("spark.sql.catalog.lake.cache-enabled", "false"));
    }

    @Test
    void resolvesARelativeFolder() {
        assertThat(new EmbeddedWarehouse(Path.of("demo")).catalogFile())
                .isEqualTo(Path.of("demo/warehouse/catalog.db").toAbsolutePath());
    }

    @Test
    void refusesAFolderThatASqliteAddressCannotName() {
        assertThatThrownBy(() -> new EmbeddedWarehouse(Path.of("/data/why?")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid folder '/data/why?': a SQLite address ends at '?'");
    }
}
