package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --dry-run} (J9): what a run would find, without a trace. */
final class DryRunIT {

    @TempDir
    private Path dir;

    @TempDir
    private Path folder;

    @Test
    void reportsWhatTheRunWillReportAndLeavesNothingBehind() throws IOException {
        String specification =
                SmallLake.specification(ID).replace("revenue: sum(net)", "revenue: sum(net)\n    mean: avg(net)");
        try (SmallWorld world = SmallWorld.create(dir, specification)) {
            Map<String, String> before = world.everythingOnRecord();
            List<String> files = files(dir);

            JsonNode dry = Schemas.valid(
                    "dry-run",
                    world.run(0, "run", world.specification(), "--dry-run", "--all", "--report", to(), "-o", "json")
                            .json());

            assertThat(world.everythingOnRecord())
                    .as("neither the table's metadata nor the journal")
                    .isEqualTo(before);
            assertThat(world.refs()).containsExactly("main");
            assertThat(files(dir)).as("not even a file that nothing refers to").isEqualTo(files);
            assertThat(dry.at("/batches").findValuesAsText("id")).isEqualTo(SmallLake.BATCHES);
            assertThat(files(folder)).containsExactly("report.html", "report.json", "report.md");
            assertThat(Files.readString(folder.resolve("report.html")))
                    .contains("Dry run: no check failed", "4 of 4 batches were computed and compared")
                    .doesNotContain("amend approve");
            assertThat(world.run(2, "approve", ID, "--by", "olga", "--reason", "looks right")
                            .err())
                    .startsWith("amend: ");

            world.assumeProved();
            world.run(0, "run", world.specification());
            hasTheSameFigures(report(folder.resolve("report.json")), report(reportOfTheRun(world)));
        }
    }

    private static Path reportOfTheRun(SmallWorld world) {
        return Path.of(
                world.run(0, "report", ID, "-o", "json").json().at("/json").asText());
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

            TestProgram.Outcome dry = world.run(3, "run", world.specification(), "--dry-run", "--report", to());

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

    private String to() {
        return folder.toString();
    }

    private static JsonNode report(Path file) throws IOException {
        return Schemas.valid("report", new ObjectMapper().readTree(file.toFile()));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
