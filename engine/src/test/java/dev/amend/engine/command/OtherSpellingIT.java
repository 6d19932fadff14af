package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.lakehouse.SmallLake;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark finds a column whatever the case of its name, so people write it as they like. */
final class OtherSpellingIT {
    @TempDir
    private Path dir;

    @Test
    void columnsMayBeSpelledInAnyCaseThroughoutABackfill() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir, specification())) {
            world.run(0, "plan", world.specification());
            world.run(0, "prove", world.specification());
            world.run(0, "run", world.specification());

            JsonNode row = world.run(0, "explain", SmallWorld.ID, "--key", "DAY=2026-01-07,Shop=shop-03", "-o", "json")
                    .json();
            assertThat(row.toString())
                    .as("the column that differs on every run is left out, the sensitive one is masked")
                    .contains("\"class\":\"changed\"")
                    .doesNotContain("shop-03");
            assertThat(world.run(0, "sql", "--of", SmallWorld.ID, "select count(*) as n from changes", "-o", "json")
                            .out())
                    .contains("\"n\" : 560");

            world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
            world.run(0, "publish", SmallWorld.ID);
            world.run(0, "verify", SmallWorld.ID);
            world.run(0, "rollback", SmallWorld.ID, "--reason", "to see");
            world.run(0, "retire", SmallWorld.ID, "--by", "olga");
        }
    }

    @Test
    void aVolatileColumnInAnotherCaseIsNotCompared() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir, specification())) {
            world.run(
                    0,
                    "run",
                    world.specification(),
                    "--dry-run",
                    "--report",
                    dir.resolve("dry").toString());

            assertThat(Files.readString(dir.resolve("dry/report.json")))
                    .contains("\"net\"")
                    .doesNotContain("\"column\":\"computed_at\"", "\"column\" : \"computed_at\"");
        }
    }

    private static String specification() {
        return SmallLake.specification(SmallWorld.ID)
                .replace("partition_key: day", "partition_key: Day")
                .replace("key: [day, shop]", "key: [DAY, Shop]\n  sensitive: [SHOP]")
                .replace("required: [net]", "required: [NET]")
                .replace("volatile: [computed_at]", "volatile: [Computed_At]")
                .replace("unchanged: [gross]", "unchanged: [GROSS]\n  tolerance:\n    Net: {absolute: 0}");
    }
}
