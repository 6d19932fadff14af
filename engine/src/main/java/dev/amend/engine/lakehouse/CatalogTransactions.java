package dev.amend.engine.lakehouse;

import dev.amend.publish.together.CatalogTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.ErrorHandlers;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.ResourcePaths;
import org.apache.iceberg.rest.auth.AuthManager;
import org.apache.iceberg.rest.auth.AuthManagers;
import org.apache.iceberg.rest.auth.AuthSession;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;

/** The multi-table commit of a Spark catalog, if it has one: a REST catalog that lists the endpoint. */
record CatalogTransactions(SparkSession spark) {

    /** Returns whether the catalog is a REST catalog whose server lists the endpoint. */
    boolean isThere(String catalog) {
        Map<String, String> settings = new CatalogWithViews(spark).settings(catalog);
        return isRest(settings) && isListed(catalog, settings);
    }

    /** Opens the catalog here: a later failure means that a request was or may have been sent. Empty if none. */
    Optional<CatalogTransaction> of(CatalogPlugin plugin) {
        if (!isThere(plugin.name())) {
            return Optional.empty();
        }
        RESTCatalog catalog = (RESTCatalog) new CatalogWithViews(spark).of(plugin);
        return Optional.of(catalog::commitTransaction);
    }

    private static boolean isRest(Map<String, String> settings) {
        return CatalogUtil.ICEBERG_CATALOG_TYPE_REST.equalsIgnoreCase(settings.get(CatalogUtil.ICEBERG_CATALOG_TYPE))
                || RESTCatalog.class.getName().equals(settings.get(CatalogProperties.CATALOG_IMPL));
    }

    /** Asks the server itself, because Iceberg assumes the endpoint exists where a server lists nothing. */
    private static boolean isListed(String catalog, Map<String, String> settings) {
        try (AuthManager authentication = AuthManagers.loadAuthManager(catalog, settings);
                RESTClient bare = HTTPClient.builder(settings)
                        .uri(settings.getOrDefault(CatalogProperties.URI, ""))
                        .withHeaders(RESTUtil.configHeaders(settings))
                        .build();
                AuthSession session = authentication.initSession(bare, settings);
                RESTClient client = bare.withAuthSession(session)) {
            ConfigResponse config = client.get(
                    ResourcePaths.config(),
                    warehouse(settings),
                    ConfigResponse.class,
                    Map.of(),
                    ErrorHandlers.configErrorHandler());
            return config.endpoints().contains(Endpoint.V1_COMMIT_TRANSACTION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> warehouse(Map<String, String> settings) {
        return Optional.ofNullable(settings.get(CatalogProperties.WAREHOUSE_LOCATION))
                .map(warehouse -> Map.of(CatalogProperties.WAREHOUSE_LOCATION, warehouse))
                .orElseGet(Map::of);
    }
}
