package dev.amend.engine.lakehouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.JsonAutoDetect;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.PropertyAccessor;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.PropertyNamingStrategies;
import org.apache.iceberg.spark.SparkCatalog;

/** A REST catalog on this machine that loads tables and commits to one or to several, and does nothing else. */
public final class RestLake implements AutoCloseable {
    private static final String FINANCE = "finance";

    private final JdbcCatalog catalog = new JdbcCatalog();
    private final ObjectMapper json = json();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger transactions = new AtomicInteger();
    private final AtomicBoolean unavailable = new AtomicBoolean();
    private final HttpServer server;

    public RestLake(Path dir) throws IOException {
        catalog.initialize(
                "backend",
                Map.of(
                        CatalogProperties.URI,
                        "jdbc:sqlite:" + dir.resolve("rest.db"),
                        CatalogProperties.WAREHOUSE_LOCATION,
                        dir.resolve("rest").toString()));
        catalog.createNamespace(Namespace.of(FINANCE));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Spark's, for a catalog of this name. */
    public Map<String, String> settings(String name) {
        String prefix = "spark.sql.catalog." + name;
        return Map.of(
                prefix,
                SparkCatalog.class.getName(),
                prefix + ".type",
                "rest",
                prefix + ".uri",
                "http://%s:%d"
                        .formatted(
                                server.getAddress().getHostString(),
                                server.getAddress().getPort()),
                prefix + ".rest-metrics-reporting-enabled",
                "false");
    }

    /** An empty table, partitioned by {@code day}. */
    public void createTable(String name, Schema schema) {
        catalog.createTable(
                TableIdentifier.of(FINANCE, name),
                schema,
                PartitionSpec.builderFor(schema).identity("day").build());
    }

    /** Applies the next commit to a table, and says that it could not: try again in a second. */
    public void applyNextCommitUnavailably() {
        unavailable.set(true);
    }

    /** How many commits of several tables arrived. */
    public int transactions() {
        return transactions.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            List<String> path =
                    List.of(exchange.getRequestURI().getPath().substring(1).split("/"));
            int status = 200;
            RESTResponse response;
            try {
                response = route(exchange.getRequestMethod(), path, request);
            } catch (RuntimeException e) {
                status = status(e);
                response = ErrorResponse.builder()
                        .responseCode(status)
                        .withType(e.getClass().getSimpleName())
                        .withMessage(String.valueOf(e.getMessage()))
                        .build();
            }
            if (request.length > 0 && status == 200 && unavailable.getAndSet(false)) {
                status = 503;
                exchange.getResponseHeaders().add("Retry-After", "1");
            }
            byte[] body = json.writeValueAsBytes(response);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static int status(RuntimeException failure) {
        if (failure instanceof CommitFailedException) {
            return 409;
        }
        return failure instanceof NoSuchTableException ? 404 : 500;
    }

    private RESTResponse route(String method, List<String> path, byte[] body) throws IOException {
        if (path.equals(List.of("v1", "config"))) {
            return ConfigResponse.builder()
                    .withEndpoints(
                            List.of(Endpoint.V1_LOAD_TABLE, Endpoint.V1_UPDATE_TABLE, Endpoint.V1_COMMIT_TRANSACTION))
                    .build();
        }
        if (path.equals(List.of("v1", "transactions", "commit"))) {
            return commit(json.readValue(body, CommitTransactionRequest.class));
        }

        TableIdentifier table = TableIdentifier.of(path.get(2), path.get(4));
        return method.equals("GET")
                ? CatalogHandlers.loadTable(catalog, table, SnapshotMode.ALL)
                : commit(table, json.readValue(body, UpdateTableRequest.class));
    }

    private synchronized RESTResponse commit(TableIdentifier table, UpdateTableRequest request) {
        return CatalogHandlers.updateTable(catalog, table, request);
    }

    private synchronized RESTResponse commit(CommitTransactionRequest request) {
        transactions.incrementAndGet();
        Map<TableOperations, TableMetadata> changed = new LinkedHashMap<>();
        for (UpdateTableRequest change : request.tableChanges()) {
            TableOperations operations = ((BaseTable) catalog.loadTable(change.identifier())).operations();
            TableMetadata base = operations.current();
            change.requirements().forEach(requirement -> requirement.validate(base));
            TableMetadata.Builder builder = TableMetadata.buildFrom(base);
            change.updates().forEach(update -> update.applyTo(builder));
            changed.put(operations, builder.build());
        }
        changed.forEach((operations, metadata) -> operations.commit(operations.current(), metadata));
        return ConfigResponse.builder().build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        catalog.close();
    }

    private static ObjectMapper json() {
        ObjectMapper json = new ObjectMapper();
        json.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
        json.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        json.setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        RESTSerializers.registerAll(json);
        return json;
    }
}
