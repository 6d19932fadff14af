package dev.amend.engine.lakehouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.amend.specs.TableId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.iceberg.spark.SparkCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit of several tables is there where a REST catalog lists it, and nowhere else. */
final class CatalogTransactionsIT {
    private static final String LISTED = "POST /v1/{prefix}/transactions/commit";

    @TempDir
    private Path dir;

    @Test
    void isThereWhereARestCatalogListsIt() throws IOException {
        List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
        HttpServer listing =
                server("{\"defaults\":{},\"overrides\":{},\"endpoints\":[\"%s\"]}".formatted(LISTED), authorizations);
        HttpServer silent = server("{\"defaults\":{},\"overrides\":{}}", authorizations);
        try (SmallLake lake = SmallLake.create(dir)) {
            configure(lake, "listing", listing);
            configure(lake, "silent", silent);
            Lakehouse lakehouse = lake.lakehouse();

            assertThat(lakehouse.hasTransaction(TableId.parse("listing.finance.revenue")))
                    .isTrue();
            assertThat(authorizations).contains("Bearer secret");
            assertThat(lakehouse.transaction(
                            List.of(TableId.parse("listing.finance.revenue"), TableId.parse("listing.finance.costs"))))
                    .isPresent();
            assertThat(lakehouse.hasTransaction(TableId.parse("silent.finance.revenue")))
                    .as("Iceberg's client would send it all the same")
                    .isFalse();
            assertThat(lakehouse.transaction(
                            List.of(TableId.parse("listing.finance.revenue"), TableId.parse("silent.finance.revenue"))))
                    .isEmpty();
            assertThat(lakehouse.hasTransaction(TableId.parse(SmallLake.TARGET)))
                    .isFalse();
        } finally {
            listing.stop(0);
            silent.stop(0);
        }
    }

    private static void configure(SmallLake lake, String name, HttpServer server) {
        String prefix = "spark.sql.catalog." + name;
        lake.spark().conf().set(prefix, SparkCatalog.class.getName());
        lake.spark().conf().set(prefix + ".type", "rest");
        lake.spark().conf().set(prefix + ".token", "secret");
        lake.spark()
                .conf()
                .set(
                        prefix + ".uri",
                        "http://%s:%d"
                                .formatted(
                                        server.getAddress().getHostString(),
                                        server.getAddress().getPort()));
    }

    /** Answers what it can do, and nothing else. */
    private static HttpServer server(String config, List<String> authorizations) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/config", exchange -> {
            try (exchange) {
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                byte[] body = config.getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }
}
