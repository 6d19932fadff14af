package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run refuses, with its exit code and its words; and the looks that need Spark. */
final class EngineRefusalsIT {

    @TempDir
    private Path dir;

    @Test
    void haltsWhenAMeasureIsOutOfRangeAndPublishesNothing() throws IOException {
        String strict = SmallLake.specification(ID)
                .replace("-12% to -9%", "-0.5% to 0%")
                .replace("max_concurrency: 2", "rest_between_batches: 10m");
        try (SmallWorld world = SmallWorld.create(dir, strict)) {
            world.assumeProved();
            String old = world.lake().range();

            TestProgram.Outcome halted = world.run(3, "run", world.specification());
            assertThat(halted.err())
                    .contains(
                            "amend: Cannot go on with tax-fix: it halted: batch 2026-01-05: check 'measure:revenue' of 2026-01-05: expected ")
                    .contains("-0.5% to 0%", "found ", "'amend retry tax-fix' makes the batches due again");

            JsonNode status = world.run(0, "status", ID, "-o", "json").json();
            assertThat(status.at("/status").asText()).isEqualTo("HALTED");
            assertThat(status.at("/batches/failed").asInt())
                    .as("the run halts while it rests before the second batch")
                    .isEqualTo(1);
            assertThat(status.at("/failures/0/code").asText()).isEqualTo("CHECK_FAILED");
            assertThat(world.run(3, "run", world.specification()).err())
                    .contains("Cannot go on with tax-fix: it halted: batch 2026-01-05: check 'measure:revenue'");
            assertThat(world.run(5, "publish", ID).err())
                    .startsWith(
                            "amend: Cannot publish tax-fix: it is HALTED: batch 2026-01-05: check 'measure:revenue'");
            assertThat(world.run(8, "approve", ID, "--by", "olga", "--reason", "fine")
                            .err())
                    .startsWith("amend: Cannot decide on tax-fix: it is HALTED, not BUILT");

            assertThat(world.run(0, "retry", ID, "--batch", "2026-01-05").out())
                    .startsWith("tax-fix: due again: 2026-01-05\n");
            assertThat(world.journal().batch("2026-01-05").orElseThrow().attempts())
                    .isEqualTo(1);
            assertThat(world.lake().range()).isEqualTo(old);
        }
    }

    /** Each batch has seven days, and all of them twenty-eight. */
    @Test
    void haltsWhereAMeasureHasNoTotal() throws IOException {
        String specification = SmallLake.specification(ID)
                .replace("revenue: sum(net)", "revenue: sum(net)\n    odd: 1 / (count(distinct day) - 28)");
        try (SmallWorld world = SmallWorld.create(dir, specification)) {
            world.assumeProved();

            assertThat(world.run(3, "run", world.specification()).err())
                    .contains(
                            "it halted: total: Cannot compute measure odd '1 / (count(distinct day) - 28)' for the total:"
                                    + " [DIVIDE_BY_ZERO]");

            JsonNode status = world.run(0, "status", ID, "-o", "json").json();
            assertThat(status.at("/status").asText()).isEqualTo("HALTED");
            assertThat(status.at("/batches/failed").asInt()).isZero();
            assertThat(status.at("/verdict").asText()).isEqualTo("FAIL");
            assertThat(status.at("/findings/0").asText())
                    .startsWith(
                            "check 'totals' of total: expected a result for the whole range, found Cannot compute measure odd");
            assertThat(world.run(0, "report", ID, "--format", "markdown").out())
                    .startsWith("## Fail: ")
                    .doesNotContain("amend approve");
            assertThat(world.run(3, "run", world.specification()).err())
                    .as("the same again, without building a batch")
                    .contains("total: Cannot compute measure odd");
            world.run(0, "cancel", ID, "--reason", "the measure has no total");
        }
    }

    /** The query meets a value that it has no answer for in the second batch alone. */
    @Test
    void haltsWhereAnOwnCheckCannotBeAnsweredAndKeepsWhatWasFoundBesides() throws IOException {
        String broken = SmallLake.specification(ID).replace("validation:\n", """
                        validation:
                          checks:
                            - {name: broken, level: row, severity: fail, sql: "select cast(shop as int) from new where day = date'2026-01-14'"}
                        """);
        String found = "the query can't be answered: [CAST_INVALID_INPUT] The value <expression> of the type";
        try (SmallWorld world = SmallWorld.create(dir, broken)) {
            world.assumeProved();
            String old = world.lake().range();

            assertThat(world.run(3, "run", world.specification()).err())
                    .contains(
                            "amend: Cannot go on with tax-fix: it halted: batch 2026-01-12: check 'check:broken' of 2026-01-12: expected no row, found "
                                    + found);

            JsonNode status = world.run(0, "status", ID, "-o", "json").json();
            assertThat(status.at("/status").asText()).isEqualTo("HALTED");
            assertThat(status.at("/failures")).hasSize(1);
            assertThat(status.at("/failures/0/batch").asText()).isEqualTo("2026-01-12");
            assertThat(status.at("/failures/0/message").asText()).contains(found);
            JsonNode first = findings(world, "2026-01-05");
            assertThat(first).hasSizeGreaterThan(5);
            assertThat(first.findValuesAsText("outcome")).containsOnly("pass");
            assertThat(first.findValuesAsText("check")).contains("check:broken", "measure:revenue");
            JsonNode second = findings(world, "2026-01-12");
            assertThat(second.findValuesAsText("check")).contains("row-count", "measure:revenue", "check:broken");
            assertThat(second.findValuesAsText("outcome"))
                    .containsOnlyOnce("fail")
                    .contains("pass");
            assertThat(second.findValuesAsText("found")).anyMatch(text -> text.startsWith(found));
            assertThat(world.run(5, "publish", ID).err()).contains("Cannot publish tax-fix: it is HALTED");
            assertThat(world.lake().range()).isEqualTo(old);
        }
    }

    private static JsonNode findings(SmallWorld world, String batch) throws IOException {
        Path report = world.folder().resolve("state/backfills").resolve(ID).resolve("reports/report.json");
        for (JsonNode each : new ObjectMapper().readTree(report.toFile()).at("/batches")) {
            if (each.at("/batch").asText().equals(batch)) {
                return each.at("/findings");
            }
        }
        throw new AssertionError("Nothing was kept of batch " + batch);
    }

    @Test
    void namesTheKeyOfAFrozenSpecificationThatChanged() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            world.run(7, "run", world.specification(), "--max-batches", "1");
            world.changeSpecification("gross - tax", "gross - 2 * tax");
            world.changeSpecification("partitions_per_batch: 7", "partitions_per_batch: 14");

            TestProgram.Outcome refused = world.run(2, "run", world.specification());

            assertThat(refused.err())
                    .startsWith(
                            "amend: Cannot run tax-fix: its specification is frozen, and the file differs in 2 key(s): "
                                    + "execution.partitions_per_batch: 7 → 14; transform.sql: line 1: select day, shop, ")
                    .contains("  next:  Put the file back as it was, or give the change a new backfill_id\n");
        }
    }

    @Test
    void endsASecondRunAtOnceNamingTheFirst() throws IOException, InterruptedException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            Map<String, String> before;
            try (HeldLease lease = world.leases().acquire(world.journal().id(), "run-1")) {
                before = world.everythingOnRecord();

                TestProgram.Outcome second = world.run(6, "run", world.specification());

                assertThat(second.err())
                        .startsWith("amend: Cannot run tax-fix: another run holds its lease since ")
                        .contains(
                                "  where: run run-1 of ",
                                " on %s, process %d, "
                                        .formatted(
                                                lease.holder().host(),
                                                lease.holder().pid()))
                        .contains("  next:  'amend status tax-fix' shows how far it is");
                assertThat(world.everythingOnRecord()).isEqualTo(before);
            }
        }
    }

    @Test
    void looksButDoesNotWriteWithSql() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            JsonNode rows = world.run(
                            0,
                            "sql",
                            "select shop, count(*) as days from finance.revenue group by shop order by shop limit 2",
                            "-o",
                            "json")
                    .json();
            assertThat(rows.toString())
                    .isEqualTo("[{\"shop\":\"shop-00\",\"days\":42},{\"shop\":\"shop-01\",\"days\":42}]");
            assertThat(world.run(0, "sql", "select 1 as one, null as none").out())
                    .isEqualTo("one  none\n1    null\n");
            assertThat(world.run(0, "sql", "describe finance.revenue").out()).contains("computed_at");

            assertThat(world.run(2, "sql", "from finance.revenue insert into finance.revenue select *")
                            .err())
                    .startsWith("amend: Cannot run the query: [PARSE_SYNTAX_ERROR]");
            assertThat(world.run(
                                    2,
                                    "sql",
                                    "with x as (select 1) insert into finance.revenue select * from finance.revenue")
                            .err())
                    .startsWith("amend: Cannot run the query: ");
            assertThat(world.run(2, "sql", "select nothing from finance.revenue")
                            .err())
                    .startsWith("amend: Cannot run the query: [UNRESOLVED_COLUMN");
            assertThat(world.lake().value("select count(*) from finance.revenue"))
                    .isEqualTo("840");
            looksAtTablesAlone(world);
        }
    }

    private static void looksAtTablesAlone(SmallWorld world) {
        assertThat(world.run(0, "sql", "select count(*) as n from finance.revenue.snapshots")
                        .out())
                .isEqualTo("n\n1\n");
        assertThat(world.run(2, "sql", "select * from text.`/etc/hosts`").err())
                .startsWith(
                        "amend: Cannot run the query: it reads the files at '/etc/hosts': files can't be read by their path\n");
        assertThat(world.run(3, "sql", "select cast(shop as int) from finance.revenue")
                        .err())
                .startsWith("amend: Cannot answer the query: a query failed: [CAST_INVALID_INPUT] ");
        for (String failing : List.of(
                "select count(*) from finance.revenue where shop rlike concat('[', substring(shop, 1, 0))",
                "select format_string('%d', shop) from finance.revenue",
                "select xpath_string(concat('<', shop), 'a') from finance.revenue")) {
            assertThat(world.run(3, "sql", failing).err())
                    .as(failing)
                    .startsWith("amend: Cannot answer the query: a query failed: ")
                    .doesNotContain("Unexpected", "\tat ");
        }
        assertThat(world.run(0, "sql", "select '${env:HOME} ${system:user.name}' as text")
                        .out())
                .isEqualTo("text\n${env:HOME} ${system:user.name}\n");
        assertThat(world.run(2, "sql", "select transform(x) using 'touch /tmp/x' as (a) from values (1) t(x)")
                        .err())
                .startsWith(
                        "amend: Cannot run the query: it runs a program with TRANSFORM … USING: rows never leave Spark\n");
        assertThat(world.run(2, "sql", "select reflect('java.lang.System', 'exit', 0)")
                        .err())
                .startsWith(
                        "amend: Cannot run the query: it calls reflect(), which runs code or reads files outside of the query\n");
        assertThat(world.run(2, "sql", "select lake.system.bucket(4, shop) from finance.revenue")
                        .err())
                .startsWith(
                        "amend: Cannot run the query: it calls lake.system.bucket(), which is not a known built-in function of Spark\n");
    }

    @Test
    void saysWhatTheSurroundingsCanDo() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            JsonNode healthy =
                    world.run(0, "doctor", world.specification(), "-o", "json").json();
            assertThat(healthy.findValuesAsText("probe"))
                    .containsExactly(
                            "state store",
                            "state permissions",
                            "java",
                            "spark",
                            "iceberg",
                            "catalog",
                            "target",
                            "source events");
            assertThat(healthy.findValuesAsText("outcome")).containsOnly("ok");

            world.changeSpecification("table: staging.events", "table: staging.evnts");
            world.lake().sql("alter table finance.revenue set tblproperties ('gc.enabled' = 'false')");
            assertThat(world.run(3, "doctor", world.specification()).out())
                    .containsPattern("  warn  target +finance.revenue has gc.enabled=false\n")
                    .containsPattern("  bad   source events +Cannot load staging.evnts as an Iceberg table: ");
        }
    }
}
