package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdict of a run wherever it is shown: report, summary, status and the exit codes of what comes next. */
final class VerdictIT {
    private static final String TWICE = "union all select date'2026-01-05', id, v from raw"
            + " where id = 2 and date'2026-01-05' between :batch_start and :batch_end";
    private static final String FROM_OUTSIDE = "union all select date'2026-01-05', id, v from raw"
            + " where id in (0, 1) and date'2026-01-05' between :batch_start and :batch_end";

    @TempDir
    private static Path dir;

    private static SmallWorld world;

    /** Four orders a day from 2026-01-01 to 2026-01-10, of which the specifications correct four days in two batches. */
    @BeforeAll
    static void createOrders() throws IOException {
        world = SmallWorld.create(dir);
        SmallLake lake = world.lake();
        lake.sql("create table staging.raw using iceberg partitioned by (d) as"
                + " select date_add(date'2026-01-01', cast(id % 10 as int)) as d, id, cast(id as int) as v"
                + " from range(0, 40, 1, 1) order by d");
        lake.sql("create table finance.orders using iceberg partitioned by (d) as select * from staging.raw");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void isFailWhereOnlyTheTotalSeesAKeyInTwoBatches() throws IOException {
        Path file = specification("twice", "v", TWICE);
        String check = "check 'key-unique' of total: expected no key in several batches, found 0 → 1";

        assertThat(world.run(3, "run", file.toString()).err()).contains("total: check 'key-unique'");

        requireFailed("twice", check);
        assertThat(world.run(0, "retry", "twice").out()).startsWith("twice: no batch failed");
        world.run(3, "run", file.toString());
        requireFailed("twice", check);
        assertThat(world.run(8, "approve", "twice", "--by", "olga", "--reason", "fine")
                        .err())
                .startsWith("amend: Cannot decide on twice: it is HALTED");
        assertThat(world.run(5, "publish", "twice").err()).startsWith("amend: Cannot publish twice: it is HALTED");
    }

    @Test
    void isFailWhereAKeyOfTheNewRowsAlsoExistsOutsideOfTheRange() throws IOException {
        Path file = specification("outside", "v", FROM_OUTSIDE);

        world.run(3, "run", file.toString());

        requireFailed(
                "outside",
                "check 'key-unique' of total: expected no key that also exists outside of the range,"
                        + " found 2 keys more often than before:"
                        + " {\"id\":0,\"d\":\"2026-01-01\"}, {\"id\":1,\"d\":\"2026-01-02\"}");
    }

    @Test
    void isNeedsADecisionWhereRowsChangedAndNothingWasAsked() throws IOException {
        Path file = specification("unasked", "v * 37 as v", "");

        JsonNode built = world.run(0, "run", file.toString(), "-o", "json").json();

        assertThat(built.at("/status").asText()).isEqualTo("BUILT");
        assertThat(built.at("/verdict").asText()).isEqualTo("NEEDS_DECISION");
        assertThat(world.run(0, "report", "unasked", "--format", "markdown").out())
                .startsWith("## Needs a decision: an order counts on the day it was paid\n\n"
                        + "16 rows changed without a declared reason. ")
                .contains("amend approve unasked");
        assertThat(world.run(0, "status", "unasked").out())
                .contains("  verdict:  needs a decision\n  found:    check 'declared-reasons' of total: ");
        assertThat(world.run(
                                0,
                                "run",
                                file.toString(),
                                "--dry-run",
                                "--report",
                                dir.resolve("dry").toString())
                        .out())
                .contains("check 'declared-reasons' of total: ");
        world.run(0, "approve", "unasked", "--by", "olga", "--reason", "prices are in cents now");
    }

    private static void requireFailed(String id, String finding) throws IOException {
        JsonNode status = world.run(0, "status", id, "-o", "json").json();
        assertThat(status.at("/status").asText()).isEqualTo("HALTED");
        assertThat(status.at("/verdict").asText()).isEqualTo("FAIL");
        assertThat(status.at("/findings").toString()).contains(finding.replace("\"", "\\\""));
        assertThat(world.run(0, "status", id).out()).contains("  verdict:  fail\n  found:    " + finding + "\n");
        assertThat(world.run(0, "report", id, "--format", "markdown").out())
                .startsWith("## Fail: ")
                .contains("| fail | key-unique | total |")
                .doesNotContain("amend approve", "Only the owner");
        assertThat(kept(id, "report.json").at("/verdict").asText()).isEqualTo("fail");
        assertThat(kept(id, "summary.json").at("/verdict").asText()).isEqualTo("FAIL");
        assertThat(kept(id, "summary.json").at("/findings/0").asText()).isEqualTo(finding);
    }

    private static JsonNode kept(String id, String name) throws IOException {
        return new ObjectMapper()
                .readTree(new String(world.journal(id).report(name).orElseThrow(), StandardCharsets.UTF_8));
    }

    private static Path specification(String id, String value, String more) throws IOException {
        Path file = Files.writeString(dir.resolve(id + ".yaml"), """
                backfill_id: %s
                owner: shop
                reason: {issue: C-25, change: an order counts on the day it was paid}
                source_range: {start: 2026-01-03, end: 2026-01-06}
                target: {table: finance.orders, partition_key: d, key: [id]}
                sources:
                  raw: {table: staging.raw}
                transform:
                  sql: select d, id, %s from raw where d between :batch_start and :batch_end %s
                execution: {partitions_per_batch: 2}
                validation: {row_count_tolerance: 2}
                """.formatted(id, value, more));
        world.assumeProved(id, file);
        return file;
    }
}
