package dev.amend.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.acceptance.DemoStages.Extent;
import dev.amend.acceptance.DemoStages.Stage;
import dev.amend.acceptance.DemoStages.Stages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need no Spark answer at once. */
@ExtendWith(DemoStages.class)
@Tag("alone")
final class QuickCommandsIT {
    private static final String ID = "revenue-tax-fix-2026-06";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int TIMES = 9;

    private static final String TEN_MISTAKES = """
            version: 1
            backfill_id: Revenue Fix
            owner: finance-data
            source_range: {start: 2026-05-31, end: 2024-12-01}
            target:
              table: daily_revenue
              partition_key: revenue_date
              key: [merchant_id, merchant_id]
              colour: blue
            reason: {issue: FIN-2841, change: Correct tax}
            sources:
              revenue_events: {table: staging.revenue_events, partition_key: revenue_date, lookback: -1}
            transform:
              sql: select revenue_date, merchant_id from revenue_events
            execution:
              partitions_per_batch: 0
              max_concurrency: many
              rest_between_batches: soon
            validation:
              row_count_tolerance: -5
            """;

    private final Distribution distribution = Distribution.ofThisBuild();

    @Test
    void figuresAreReadableWhateverLanguageTheMachineSpeaks(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("wrong.yaml"), TEN_MISTAKES);
        List<String> arabic = List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=u-nu-arab");

        try (Program validate = distribution.amend(folder, arabic, "validate", "wrong.yaml")) {
            assertThat(validate.exitsWith(2, PATIENCE).err()).contains("wrong.yaml:2:14: backfill_id:");
        }
    }

    @Test
    void tenMistakesAreListedAtOnceWithoutSpark(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("wrong.yaml"), TEN_MISTAKES);
        Path loaded = folder.resolve("loaded.txt");

        JsonNode problems;
        try (Program validate = distribution.amend(
                folder, List.of("-Xlog:class+load:file=" + loaded), "validate", "wrong.yaml", "-o", "json")) {
            problems = validate.exitsWith(2, PATIENCE).json().get("error").get("problems");
        }
        List<String> lines = problems.findValuesAsText("line");
        Duration took = fastest(folder, 2, "validate", "wrong.yaml");

        assertThat(problems).as("%s", problems.toPrettyString()).hasSize(10);
        assertThat(lines).allSatisfy(line -> assertThat(Integer.parseInt(line)).isPositive());
        assertThat(Files.readString(loaded)).contains("dev.amend.").doesNotContain("org.apache.spark");
        assertThat(took).isLessThan(Duration.ofMillis(1500));
    }

    @Test
    void statusPauseListHistoryAndApproveAnswerWithinASecond(Stages stages) throws Exception {
        answerWithinASecond(stages.demoAt(Stage.BUILT, Extent.SHORT));
    }

    @Test
    @Tag("trial")
    void theyDoSoAfterEighteenMonthsAsWell(Stages stages) throws Exception {
        answerWithinASecond(stages.demoAt(Stage.BUILT, Extent.WHOLE));
    }

    private void answerWithinASecond(Path demo) throws Exception {
        List<List<String>> commands = List.of(
                List.of("status", ID),
                List.of("status", ID, "-o", "json"),
                List.of("list"),
                List.of("history"),
                List.of("pause", ID, "--reason", "measuring"),
                List.of("resume", ID, "--reason", "measured"),
                List.of("approve", ID, "--by", "owner", "--reason", "measuring"));

        for (List<String> command : commands) {
            assertThat(fastest(demo, 0, command.toArray(String[]::new)))
                    .as("%s", command)
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    /** The fastest of a few times: what others do on this machine is not the command's doing. */
    private Duration fastest(Path folder, int exitCode, String... arguments) throws Exception {
        Duration[] took = new Duration[TIMES];
        for (int time = 0; time < TIMES; time++) {
            try (Program program = distribution.amend(folder, arguments)) {
                took[time] = program.exitsWith(exitCode, PATIENCE).took();
            }
        }
        Arrays.sort(took);
        System.out.printf(
                "%s: fastest %d ms, median %d ms%n",
                String.join(" ", arguments), took[0].toMillis(), took[TIMES / 2].toMillis());
        return took[0];
    }
}
