package dev.amend.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class UncachedCatalogsTest {

    @Test
    void everyCatalogIsReadWithoutACacheWhateverItsSettingsSay() {
        assertThat(UncachedCatalogs.settings(Map.of(
                        "spark.master", "local[2]",
                        "spark.sql.defaultCatalog", "lake",
                        "spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
                        "spark.sql.catalog.lake.uri", "https://catalog.example.com",
                        "spark.sql.catalog.lake.cache-enabled", "true",
                        "spark.sql.catalog.spark_catalog", "org.apache.iceberg.spark.SparkSessionCatalog")))
                .isEqualTo(Map.of(
                        "spark.sql.catalog.lake.cache-enabled", "false",
                        "spark.sql.catalog.spark_catalog.cache-enabled", "false"));
    }
}
