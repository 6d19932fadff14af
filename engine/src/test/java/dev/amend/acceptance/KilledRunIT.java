package dev.amend.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.acceptance.DemoStages.Extent;
import dev.amend.acceptance.DemoStages.Stage;
import dev.amend.acceptance.DemoStages.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kill -9} of a run at random moments, each followed by {@code run} again, comes to the same table as no kill at all. */
@Tag("long")
@ExtendWith(DemoStages.class)
final class KilledRunIT {
    private static final String ID = "revenue-tax-fix-2026-06";
    private static final String SPECIFICATION = "revenue-tax-fix.yaml";
    private static final String SHADOW = "amend_revenue_tax_fix_2026_06";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Distribution distribution = Distribution.ofThisBuild();
    private final long seed = Long.getLong("amend.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void twoKillsChangeNothing(Stages stages) throws Exception {
        killedRunsComeToTheSame(stages, Extent.SHORT, 2);
    }

    @Test
    @Tag("trial")
    void tenKillsChangeNothing(Stages stages) throws Exception {
        killedRunsComeToTheSame(stages, Extent.WHOLE, 10);
    }

    private void killedRunsComeToTheSame(Stages stages, Extent extent, int kills) throws Exception {
        String undisturbed = published(stages.demoAt(Stage.BUILT, extent));
        System.out.printf("kills: %d, -Damend.seed=%d, undisturbed %s%n", kills, seed, undisturbed);

        int killed = 0;
        while (killed < kills) {
            Path demo = stages.demoAt(Stage.PROVED, extent);
            killed += runWithKills(demo, kills - killed, stages.undisturbedRun(extent));

            Map<String, Integer> commits = batchCommits(demo);
            assertThat(commits)
                    .as("commits of each batch")
                    .hasSize(extent.batches())
                    .allSatisfy((batch, count) -> assertThat(count).isEqualTo(1));
            assertThat(published(demo)).as("published after the kills").isEqualTo(undisturbed);
        }
    }

    /** Runs until the end, and returns how often it was killed on the way. */
    private int runWithKills(Path demo, int atMost, Duration undisturbed) throws Exception {
        String before = mainFingerprint(demo);
        for (int kills = 0; kills < atMost; kills++) {
            Duration moment = Duration.ofMillis(random.nextLong(undisturbed.toMillis()));
            try (Program run = distribution.amend(demo, "run", SPECIFICATION)) {
                await("the lease").atMost(PATIENCE).until(() -> !run.isAlive() || holdsLease(demo, run));
                if (run.endsWithin(moment)) {
                    run.exitsWith(0, PATIENCE);
                    return kills;
                }
                run.kill();
            }
            assertThat(mainFingerprint(demo)).as("what consumers read").isEqualTo(before);
            System.out.printf(
                    "killed %.1f s after it took the lease; batches in the shadow: %d%n",
                    moment.toMillis() / 1000.0, batchCommits(demo).size());
        }

        try (Program last = distribution.amend(demo, "run", SPECIFICATION)) {
            last.exitsWith(0, PATIENCE);
        }
        return atMost;
    }

    private static boolean holdsLease(Path demo, Program run) throws IOException {
        Path lease = demo.resolve("amend-state/backfills").resolve(ID).resolve("lease.json");
        return Files.exists(lease)
                && JSON.readTree(lease.toFile()).at("/holder/pid").asLong() == run.pid();
    }

    /** Approves and publishes, and returns what consumers read then. */
    private String published(Path demo) throws Exception {
        try (Program approve = distribution.amend(demo, "approve", ID, "--by", "owner", "--reason", "trial")) {
            approve.exitsWith(0, PATIENCE);
        }
        try (Program publish = distribution.amend(demo, "publish", ID)) {
            publish.exitsWith(0, PATIENCE);
        }
        return mainFingerprint(demo);
    }

    private static String mainFingerprint(Path demo) throws Exception {
        try (RevenueTable table = RevenueTable.in(demo)) {
            return table.fingerprint("main");
        }
    }

    private static Map<String, Integer> batchCommits(Path demo) throws Exception {
        try (RevenueTable table = RevenueTable.in(demo)) {
            return table.batchCommits(SHADOW);
        }
    }
}
