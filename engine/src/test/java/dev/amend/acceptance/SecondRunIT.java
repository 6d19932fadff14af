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
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run among other processes: a second one, a person who pauses it, and a machine that asks it to end. */
@Tag("long")
@ExtendWith(DemoStages.class)
final class SecondRunIT {
    private static final String ID = "revenue-tax-fix-2026-06";
    private static final String SPECIFICATION = "revenue-tax-fix.yaml";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Distribution distribution = Distribution.ofThisBuild();

    @Test
    void aSecondRunNamesTheFirstWhichIsPausedAndResumedAndAskedToEnd(Stages stages) throws Exception {
        Path demo = stages.demoAt(Stage.PROVED, Extent.SHORT);

        JsonNode paused = pausedBesideASecondRun(demo);
        assertThat(paused.get("status").asText()).isEqualTo("PAUSED");
        assertThat(paused.get("reason").asText()).contains("month end");

        done(demo, "resume", ID, "--reason", "month end is over");
        JsonNode stopped = askedToEnd(demo);
        assertThat(stopped.get("status").asText()).isEqualTo("PAUSED");
        assertThat(stopped.get("run").isNull()).as("nobody holds the lease").isTrue();
        assertThat(batches(stopped, "done")).isGreaterThanOrEqualTo(batches(paused, "done"));
    }

    private JsonNode pausedBesideASecondRun(Path demo) throws Exception {
        try (Program first = runThat(demo, SecondRunIT::holdsTheLease);
                Program second = distribution.amend(demo, "run", SPECIFICATION)) {
            second.exitsWith(6, PATIENCE);

            assertThat(second.err())
                    .contains("process %d".formatted(first.pid()))
                    .contains(InetAddress.getLocalHost().getHostName());
            assertThat(first.isAlive()).isTrue();
            System.out.printf("second run: exit 6 after %d ms%n", second.took().toMillis());

            awaitStatus(first, demo, status -> batches(status, "in_flight") > 0);
            done(demo, "pause", ID, "--reason", "month end");
            first.exitsWith(7, PATIENCE);
        }
        return status(demo);
    }

    /** It finishes what is in flight and hands its lease back. */
    private JsonNode askedToEnd(Path demo) throws Exception {
        try (Program run = runThat(demo, SecondRunIT::holdsTheLease)) {
            long asked = System.nanoTime();
            run.terminate();
            run.exitsWith(7, Duration.ofSeconds(35));
            System.out.printf(
                    "SIGTERM: exit 7 after %d ms%n",
                    Duration.ofNanos(System.nanoTime() - asked).toMillis());
        }
        return status(demo);
    }

    /** A run that is as far as that. */
    private Program runThat(Path demo, Predicate<JsonNode> isSoFar) throws IOException {
        Program run = distribution.amend(demo, "run", SPECIFICATION);
        try {
            awaitStatus(run, demo, isSoFar);
            return run;
        } catch (Throwable e) {
            run.close();
            throw e;
        }
    }

    private void awaitStatus(Program run, Path demo, Predicate<JsonNode> isSoFar) {
        await("a run that works")
                .pollInterval(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> !run.isAlive() || isSoFar.test(status(demo)));
        assertThat(run.isAlive()).as("%s", run).isTrue();
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

    private static boolean holdsTheLease(JsonNode status) {
        return !status.get("run").isNull();
    }

    private static int batches(JsonNode status, String which) {
        return status.get("batches").get(which).asInt();
    }
}
