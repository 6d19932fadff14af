package dev.amend.engine.lakehouse;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.spark.SparkUtil;
import org.apache.iceberg.spark.source.HasIcebergCatalog;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;

/** The Iceberg catalog behind a Spark catalog; opened again with the same settings if Spark's cache hides its views. */
record CatalogWithViews(SparkSession spark) {

    Catalog of(CatalogPlugin plugin) {
        if (plugin instanceof HasIcebergCatalog iceberg && iceberg.icebergCatalog() instanceof ViewCatalog) {
            return iceberg.icebergCatalog();
        }
        return CatalogUtil.buildIcebergCatalog(
                plugin.name(), settings(plugin.name()), SparkUtil.hadoopConfCatalogOverrides(spark, plugin.name()));
    }

    /** The settings of a catalog in Spark. */
    Map<String, String> settings(String catalog) {
        String prefix = "spark.sql.catalog." + catalog + ".";
        Map<String, String> settings = new HashMap<>();
        scala.jdk.javaapi.CollectionConverters.asJava(spark.conf().getAll()).forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        return settings;
    }
}
