package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.lakehouse.RestLake;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tables of a REST catalog that can commit both at once, by the commands that a person would type. */
final class RestLifeIT {
    private static final String OTHER = "costs-fix";

    @TempDir
    private Path dir;

    @Test
    void publishesBothTablesInOneCommit() throws IOException {
        String first = SmallLake.specification(ID).replace("table: finance.revenue", "table: remote.finance.revenue");
        String second = SmallLake.specification(OTHER).replace("table: finance.revenue", "table: remote.finance.costs");
        try (RestLake rest = new RestLake(dir);
                SmallWorld world = SmallWorld.create(dir, first, rest.settings("remote"))) {
            Schema schema = world.lake().target().schema();
            for (String table : List.of("revenue", "costs")) {
                rest.createTable(table, schema);
                world.lake().sql("insert into remote.finance.%s select * from finance.revenue".formatted(table));
            }
            assertThat(world.run(0, "plan", world.specification(), "-o", "json")
                            .json()
                            .at("/together")
                            .asText())
                    .isEqualTo("one_commit");

            world.approved();
            Path file = Files.writeString(dir.resolve("costs-fix.yaml"), second);
            world.assumeProved(OTHER, file);
            world.run(0, "run", file.toString());
            world.run(0, "approve", OTHER, "--by", "olga", "--reason", "the figures are right");
            JsonNode published =
                    world.run(0, "publish", ID, OTHER, "-o", "json").json();

            assertThat(published.at("/way").asText()).isEqualTo("one_commit");
            assertThat(published.findValuesAsText("passed")).containsExactly("true", "true");
            assertThat(rest.transactions()).isEqualTo(1);
            for (String table : List.of("revenue", "costs")) {
                assertThat(range(world, table)).isEqualTo("560 rows, net 51520.00");
            }
            assertThat(world.journal(OTHER).status().state().name()).isEqualTo("PUBLISHED");

            world.run(0, "rollback", ID, "--reason", "the ledger disagrees");
            assertThat(range(world, "revenue")).isEqualTo("560 rows, net 57680.00");
            assertThat(range(world, "costs")).isEqualTo("560 rows, net 51520.00");
        }
    }

    private static String range(SmallWorld world, String table) {
        return world.lake().value("""
                select concat(count(*), ' rows, net ', sum(net))
                from remote.finance.%s where day between date'2026-01-05' and date'2026-02-01'""".formatted(table));
    }
}
