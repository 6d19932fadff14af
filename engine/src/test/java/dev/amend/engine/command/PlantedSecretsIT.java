package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are planted in the settings of a catalog that fails, and looked for in what commands with Spark leave behind. */
final class PlantedSecretsIT {
    private static final Pattern PLANTED = Pattern.compile("planted");
    private static final String VAULT = "spark.sql.catalog.vault";

    @TempDir
    private Path dir;

    @Test
    void areNowhereInWhatCommandsWithSparkLeaveBehind() throws IOException {
        Traces traces = new Traces();
        Map<String, String> settings = Map.of(
                VAULT,
                "org.apache.iceberg.spark.SparkCatalog",
                VAULT + ".type",
                "jdbc",
                VAULT + ".uri",
                "jdbc:nowhere://maria:planted@db.invalid/x?password=planted",
                VAULT + ".jdbc.password",
                "planted",
                VAULT + ".token",
                "planted",
                VAULT + ".warehouse",
                dir.resolve("vault").toString());
        try (SmallWorld world = SmallWorld.create(dir, SmallLake.specification(ID), settings);
                CapturedLog log = CapturedLog.open()) {
            Path broken = Files.writeString(
                    dir.resolve("vault.yaml"),
                    SmallLake.specification("vault").replace("table: finance.revenue", "table: vault.finance.revenue"));
            traces.add("sql", world.run("sql", "select * from vault.finance.revenue", "--debug"));
            traces.add("plan", world.run("plan", broken.toString(), "--debug"));
            traces.add("doctor", world.run("doctor", broken.toString(), "-o", "json", "--debug"));
            traces.add("plan that works", world.run(0, "plan", world.specification()));
            LogManager.getLogger("org.apache.iceberg.jdbc.JdbcCatalog").warn("Using password={}", "planted");
            traces.add("log", log.text());
            traces.addFiles(dir);
        }

        assertThat(traces.placesWith(PLANTED)).isEmpty();
        assertThat(traces.at("sql")).contains("jdbc:nowhere://•••@db.invalid/x?password=•••");
        assertThat(traces.at("plan")).contains("jdbc:nowhere://•••@db.invalid/x?password=•••");
        assertThat(traces.at("doctor")).contains("jdbc:nowhere://•••@db.invalid/x?password=•••");
        assertThat(traces.at("log")).contains("Using password=•••");
    }
}
