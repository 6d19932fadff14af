package dev.amend.engine.lakehouse;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;

/** The catalogs of a session. Spark's public interface lists their names, but does not return them. */
final class CatalogPlugins {

    private CatalogPlugins() {}

    /** The catalog of a name; loads it first if necessary. Throws what the catalog throws. */
    static CatalogPlugin load(SparkSession session, String name) {
        return session.sessionState().catalogManager().catalog(name);
    }
}
