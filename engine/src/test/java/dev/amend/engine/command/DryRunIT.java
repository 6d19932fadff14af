package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run --dry-run} (J9): what a run would find, without a trace. */
final class DryRunIT {

    /** The query that fails meets the same value in every row: which row comes first is not the same for both. */
    private static final String CHECKS = """
            validation:
              row_count_tolerance: "10%"
              source_totals:
                gross:
                  target: sum(gross)
                  source: select sum(gross) from events where day between :batch_start and :batch_end
              explained_by:
                tax: new.net < old.net
              unexplained: {rows: 1}
              checks:
                - {name: cheap, level: row, severity: warn, sql: "select day, shop, net from new where net < 91"}
                - {name: broken, level: row, severity: warn, sql: "select cast(left(shop, 5) as int) from new"}
            """;
    /** In the second batch, before anything is corrected. */
    private static final String DUPLICATE =
            "insert into finance.revenue values (date'2026-01-14', 'shop-07', 104.00, 104.00, timestamp'2026-02-09 00:00:00')";

    @TempDir
    private Path dir;

    @TempDir
    private Path folder;

    @Test
    void reportsWhatTheRunWillReportAndLeavesNothingBehind() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir, specification())) {
            world.lake().sql(DUPLICATE);

            JsonNode dry = Schemas.valid(
                    "dry-run", traceless(world, 0, "--all", "-o", "json").json());

            assertThat(world.refs()).containsExactly("main");
            assertThat(dry.at("/batches").findValuesAsText("id")).isEqualTo(SmallLake.BATCHES);
            assertThat(namesOf(folder)).containsExactly("report.html", "report.json", "report.md");
            assertThat(Files.readString(folder.resolve("report.html")))
                    .contains("Dry run: no check failed", "4 of 4 batches were computed and compared")
                    .doesNotContain("amend approve");
            assertThat(world.run(2, "approve", ID, "--by", "olga", "--reason", "looks right")
                            .err())
                    .startsWith("amend: ");

            world.assumeProved();
            world.run(0, "run", world.specification());
            JsonNode run = report(reportOfTheRun(world));
            hasTheSameFigures(report(folder.resolve("report.json")), run);
            hasTheSameFindings(report(folder.resolve("report.json")), run);
        }
    }

    /** The range of a batch is asked for later, and must not hide the row from the check that a run makes. */
    @ParameterizedTest
    @ValueSource(strings = {"date'2026-03-09'", "cast(null as date)"})
    void failsOnARowOutsideOfItsBatchAsARunDoes(String day) throws IOException {
        String moved = "select case when shop = 'shop-01' then %s else day end as day,".formatted(day);
        try (SmallWorld world = SmallWorld.create(
                dir, SmallLake.specification(ID).replaceFirst("select day,", Matcher.quoteReplacement(moved)))) {
            TestProgram.Outcome tried =
                    world.run(3, "run", world.specification(), "--dry-run", "--report", folder.toString());

            assertThat(tried.err()).contains("AMEND_ROW_OUTSIDE_BATCH").doesNotContain("Unexpected");
        }
    }

    /** Some batches are in the shadow then, and the journal knows of them. */
    @Test
    void leavesABackfillAloneThatIsPausedInTheMiddle() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir, specification())) {
            world.assumeProved();
            world.run(7, "run", world.specification(), "--max-batches", "2");
            List<String> refs = world.refs();
            assertThat(refs).hasSize(3);

            assertThat(traceless(world, 0, "--all").out()).startsWith("tax-fix: 4 of 4 batches computed and compared");

            assertThat(world.refs()).isEqualTo(refs);
            world.run(0, "run", world.specification());
            hasTheSameFigures(report(folder.resolve("report.json")), report(reportOfTheRun(world)));
        }
    }

    private static String specification() {
        return SmallLake.specification(ID)
                .replace("revenue: sum(net)", "revenue: sum(net)\n    mean: avg(net)")
                .replace("validation:\n", CHECKS);
    }

    /** Runs a dry run, and looks for what it left behind. */
    private TestProgram.Outcome traceless(SmallWorld world, int exitCode, String... options) throws IOException {
        Map<String, String> before = world.everythingOnRecord();
        List<String> files = filesOf(dir);
        List<String> command = new ArrayList<>(List.of("run", world.specification(), "--dry-run", "--report", to()));
        command.addAll(List.of(options));

        TestProgram.Outcome outcome = world.run(exitCode, command.toArray(String[]::new));

        assertThat(world.everythingOnRecord())
                .as("neither the table's metadata nor the journal")
                .isEqualTo(before);
        assertThat(filesOf(dir)).as("not even a file that nothing refers to").isEqualTo(files);
        return outcome;
    }

    private static Path reportOfTheRun(SmallWorld world) {
        return Path.of(
                world.run(0, "report", ID, "-o", "json").json().at("/json").asText());
    }

    /** But for what is right outside the range, which a dry run does not compute. */
    private static void hasTheSameFindings(JsonNode dry, JsonNode run) {
        List<JsonNode> ofDry = findings(dry);

        assertThat(ofDry).isEqualTo(findings(run));
        assertThat(ofDry)
                .extracting(finding -> finding.at("/check").asText())
                .contains("check:cheap", "check:broken", "source-total:gross", "unexplained-rows", "key-unique");
    }

    private static List<JsonNode> findings(JsonNode report) {
        List<JsonNode> found = new ArrayList<>();
        report.at("/batches").forEach(batch -> batch.at("/findings").forEach(found::add));
        found.removeIf(finding -> finding.at("/check").asText().equals("guard-band"));
        return found;
    }

    private static void hasTheSameFigures(JsonNode dry, JsonNode run) {
        assertThat(dry.at("/dry_run").asBoolean()).isTrue();
        assertThat(dry.at("/total/batches_done").asInt()).isEqualTo(4);
        for (String figures : List.of("measures", "partitions", "contributions", "columns")) {
            for (int i = 0; i < SmallLake.BATCHES.size(); i++) {
                String place = "/batches/%d/%s".formatted(i, figures);
                assertThat(dry.at(place)).as(place).isNotEmpty().isEqualTo(run.at(place));
            }
        }
        assertThat(dry.at("/total/measures").findValuesAsText("name")).containsExactly("revenue", "mean");
        run.at("/total")
                .fieldNames()
                .forEachRemaining(figures -> assertThat(dry.at("/total/" + figures))
                        .as("total %s", figures)
                        .isEqualTo(run.at("/total/" + figures)));
    }

    @Test
    void triesThreeBatchesAndSaysWhichCheckWouldHalt() throws IOException {
        try (SmallWorld world =
                SmallWorld.create(dir, SmallLake.specification(ID).replace("-12% to -9%", "-0.5% to 0%"))) {

            TestProgram.Outcome dry = traceless(world, 3);

            assertThat(dry.out())
                    .startsWith(
                            "tax-fix: 3 of 4 batches computed and compared; nothing was written\n  FAIL  2026-01-05..")
                    .contains(
                            "  FAIL  2026-01-12..",
                            "  FAIL  2026-01-26..",
                            "check 'measure:revenue' of 2026-01-05: expected -0.5% to 0%, found ")
                    .endsWith("A check fails: the run would halt there.\nreport: %s\n"
                            .formatted(folder.resolve("report.html")));
            assertThat(Files.readString(folder.resolve("report.md")))
                    .startsWith("## Dry run: fail: ")
                    .contains("3 of 4 batches were computed and compared");
        }
    }

    /** Spark tells only the expression that failed; a measure that says the same is not to blame. */
    @Test
    void doesNotBlameAMeasureForWhatTheTransformCanNotCompute() throws IOException {
        String specification = SmallLake.specification(ID)
                .replace("gross - tax as decimal", "gross / net as decimal")
                .replace("from events", "from (select *, tax - tax as net from events)")
                .replace("revenue: sum(net)", "revenue: sum(gross / net)");
        try (SmallWorld world = SmallWorld.create(dir, specification)) {

            String said = world.run(3, "run", world.specification(), "--dry-run", "--report", to())
                    .err();

            assertThat(said).contains("[DIVIDE_BY_ZERO]").doesNotContain("measure revenue");
        }
    }

    @Test
    void leavesNothingBehindWhereOneBatchIsTriedOrAQueryFails() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            assertThat(traceless(world, 0, "--max-batches", "1").out())
                    .startsWith("tax-fix: 1 of 4 batches computed and compared; nothing was written");

            world.changeSpecification("where day between", "where cast(shop as int) > 0 and day between");
            assertThat(traceless(world, 3).err()).contains("CAST_INVALID_INPUT");
        }
    }

    private String to() {
        return folder.toString();
    }

    private static JsonNode report(Path file) throws IOException {
        return Schemas.valid("report", new ObjectMapper().readTree(file.toFile()));
    }

    private static List<String> namesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Each with its size and when it was written. */
    private static List<String> filesOf(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                found.add("%s: %d bytes of %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file)));
            }
        }
        return found;
    }
}
