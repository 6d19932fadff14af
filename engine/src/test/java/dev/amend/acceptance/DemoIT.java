package dev.amend.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.demo.DemoPipelineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo from an empty folder to PUBLISHED and back, watched by a reader in another process. */
@Tag("alone")
final class DemoIT {
    private static final String ID = "revenue-tax-fix-2026-06";
    private static final String BASELINE = "daily_revenue_pre_FIN_2841";
    private static final String SHADOW = "amend_revenue_tax_fix_2026_06";
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Distribution distribution = Distribution.ofThisBuild();

    @Test
    void readersSeeAllOldOrAllNewAndNoLiveRowIsLost(@TempDir Path folder, @TempDir Path temporary) throws Exception {
        Path demo = folder.resolve("demo");
        List<String> javaOptions = List.of("-Djava.io.tmpdir=" + temporary);

        try (Program reader = distribution.java(temporary, RevenueReader.class, demo.toString());
                Program walk = distribution.amend(folder, javaOptions, "demo", "demo", "-o", "json");
                RevenueTable table = afterSuccess(walk, demo)) {
            assertThat(walk.json().get("status").asText()).isEqualTo("PUBLISHED");
            assertThat(warnings(walk.err())).isEmpty();
            assertThat(Distribution.namesIn(folder)).containsExactly("demo");
            assertThat(Distribution.namesIn(temporary)).isEmpty();
            long liveRows = walk.json().get("live_revenue_rows").asLong();
            assertThat(table.liveRows()).isEqualTo(liveRows).isPositive();

            long later = rollBackWhileThePipelineWrites(demo, javaOptions);
            assertThat(table.liveRows()).isEqualTo(liveRows + later);

            reader.closeInput();
            reader.exitsWith(0, Duration.ofMinutes(1));
            Answers answers = Answers.parse(reader.out());
            System.out.printf(
                    "demo: %d s; %d reads saw %s; %d live rows during the demo, %d during the rollback%n",
                    walk.took().toSeconds(), answers.all().size(), answers.worlds(), liveRows, later);
            assertThat(answers.all())
                    .as("one about every two seconds; the demo takes a minute on a fast machine")
                    .hasSizeGreaterThan(20);
            assertThat(answers.worlds())
                    .containsExactly(
                            table.read(BASELINE).inside(),
                            table.read(SHADOW).inside(),
                            table.read(BASELINE).inside());
            assertThat(table.worldsSince(BASELINE))
                    .as("what time travel, changelogs and streams find in main")
                    .containsExactlyInAnyOrder(
                            table.read(BASELINE).inside(), table.read(SHADOW).inside());
            assertThat(answers.rowsOutside()).isSortedAccordingTo(Comparator.naturalOrder());
        }
    }

    private static RevenueTable afterSuccess(Program walk, Path demo) throws InterruptedException {
        walk.exitsWith(0, LONGEST);
        return RevenueTable.in(demo);
    }

    /** Rolls back and returns how many rows the live pipeline was told to be in the table meanwhile. */
    private long rollBackWhileThePipelineWrites(Path demo, List<String> javaOptions)
            throws InterruptedException, IOException {
        Path anywhere = Files.createDirectories(demo.resolve("live"));
        try (Program pipeline = distribution.java(anywhere, DemoPipelineProcess.class, demo.toString(), "PT1S");
                Program rollback = distribution.amend(
                        demo, javaOptions, "rollback", ID, "--reason", "to see that it works", "-o", "json")) {
            JsonNode answer = rollback.exitsWith(0, Duration.ofMinutes(5)).json();
            assertThat(answer.get("how").asText()).isEqualTo("commit");
            System.out.printf("rollback: %d s%n", rollback.took().toSeconds());

            pipeline.terminate();
            pipeline.await(Duration.ofSeconds(30));
            return pipeline.out()
                    .lines()
                    .filter(line -> line.startsWith("table=finance.daily_revenue "))
                    .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                    .filter(field -> field.startsWith("rows="))
                    .mapToLong(field -> Long.parseLong(field.substring("rows=".length())))
                    .sum();
        }
    }

    /** Lines that a user could not act on. */
    private static List<String> warnings(String err) {
        return err.lines()
                .filter(line ->
                        line.matches("(?i).*(\\bwarn|exception|\\berror|slf4j|log4j|deprecat|\\bat [a-z]+\\.).*"))
                .toList();
    }
}
