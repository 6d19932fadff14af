package dev.amend.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.acceptance.DemoStages.Extent;
import dev.amend.acceptance.DemoStages.Stage;
import dev.amend.acceptance.DemoStages.Stages;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run among other processes: a second one, a person who pauses it, and a machine that asks it to end. */
@ExtendWith(DemoStages.class)
final class SecondRunIT {
    private static final String ID = "revenue-tax-fix-2026-06";
    private static final String SPECIFICATION = "revenue-tax-fix.yaml";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Distribution distribution = Distribution.ofThisBuild();

    @Test
    void aSecondRunNamesTheFirstWhichGoesOnUntilItIsPaused(Stages stages) throws Exception {
        Path demo = stages.demoAt(Stage.PROVED, Extent.SHORT);

        try (Program first = workingRun(demo);
                Program second = distribution.amend(demo, "run", SPECIFICATION)) {
            second.exitsWith(6, PATIENCE);

            assertThat(second.err())
                    .contains("process %d".formatted(first.pid()))
                    .contains(InetAddress.getLocalHost().getHostName());
            assertThat(first.isAlive()).isTrue();
            System.out.printf("second run: exit 6 after %d ms%n", second.took().toMillis());

            done(demo, "pause", ID, "--reason", "month end");
            first.exitsWith(7, PATIENCE);
        }
        JsonNode paused = status(demo);
        done(demo, "resume", ID, "--reason", "month end is over");
        try (Program next = distribution.amend(demo, "run", SPECIFICATION, "--max-batches", "2")) {
            next.exitsWith(7, PATIENCE);
        }

        assertThat(paused.get("status").asText()).isEqualTo("PAUSED");
        assertThat(paused.get("reason").asText()).contains("month end");
        assertThat(batchesDone(status(demo))).isEqualTo(batchesDone(paused) + 2);
    }

    @Test
    void aRunThatIsAskedToEndDrainsAndHandsItsLeaseBack(Stages stages) throws Exception {
        Path demo = stages.demoAt(Stage.PROVED, Extent.SHORT);

        try (Program run = workingRun(demo)) {
            long asked = System.nanoTime();
            run.terminate();
            run.exitsWith(7, Duration.ofSeconds(35));
            System.out.printf(
                    "SIGTERM: exit 7 after %d ms%n",
                    Duration.ofNanos(System.nanoTime() - asked).toMillis());
        }

        JsonNode stopped = status(demo);
        assertThat(stopped.get("status").asText()).isEqualTo("PAUSED");
        assertThat(stopped.get("run").isNull()).as("nobody holds the lease").isTrue();
    }

    /** A run that has finished a batch. */
    private Program workingRun(Path demo) throws IOException {
        Program run = distribution.amend(demo, "run", SPECIFICATION);
        try {
            await("the first batch")
                    .pollInterval(Duration.ofSeconds(2))
                    .atMost(PATIENCE)
                    .until(() -> !run.isAlive() || batchesDone(status(demo)) > 0);
            assertThat(run.isAlive()).as("%s", run).isTrue();
            return run;
        } catch (Throwable e) {
            run.close();
            throw e;
        }
    }

    private void done(Path demo, String... arguments) throws Exception {
        try (Program program = distribution.amend(demo, arguments)) {
            program.exitsWith(0, PATIENCE);
        }
    }

    private JsonNode status(Path demo) throws Exception {
        try (Program status = distribution.amend(demo, "status", ID, "-o", "json")) {
            return status.exitsWith(0, PATIENCE).json();
        }
    }

    private static int batchesDone(JsonNode status) {
        return status.get("batches").get("done").asInt();
    }
}
