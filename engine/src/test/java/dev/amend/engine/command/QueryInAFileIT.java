package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.lakehouse.SmallLake;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transform that stands in a file of its own: it is frozen with the specification. */
final class QueryInAFileIT {
    private static final String QUERY = """
            -- what is sold, without tax
            select day, shop, cast(gross as decimal(14, 2)) as gross, cast(gross - tax as decimal(14, 2)) as net,
                :started_at as computed_at
            from events
            where day between :batch_start and :batch_end;
            """;

    @TempDir
    private Path dir;

    @Test
    void isFrozenWithTheSpecificationAndNeededNoMore() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir, specification())) {
            Path query = Files.writeString(dir.resolve("query.sql"), "\uFEFF" + QUERY);
            world.run(0, "prove", world.specification());
            world.run(7, "run", world.specification(), "--max-batches", "1");

            Files.writeString(query, QUERY.replace("tax", "tax * 2"));
            assertThat(world.run(2, "run", world.specification()).err()).contains("transform.sql");

            Files.writeString(query, QUERY);
            world.run(0, "run", world.specification());

            Files.delete(query);
            world.run(0, "status", SmallWorld.ID);
            assertThat(world.run(0, "list").out()).contains("BUILT").doesNotContain("BROKEN");
            world.run(0, "explain", SmallWorld.ID, "--key", "day=2026-01-07,shop=shop-03");
            world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
            world.run(0, "publish", SmallWorld.ID);
            world.run(0, "verify", SmallWorld.ID);
            world.run(0, "rollback", SmallWorld.ID, "--reason", "to see");
            world.run(0, "retire", SmallWorld.ID, "--by", "olga");
        }
    }

    private static String specification() {
        String inline = SmallLake.specification(SmallWorld.ID);
        int sql = inline.indexOf("  sql: |");
        int end = inline.indexOf("execution:");
        return inline.substring(0, sql) + "  file: query.sql\n" + inline.substring(end);
    }
}
