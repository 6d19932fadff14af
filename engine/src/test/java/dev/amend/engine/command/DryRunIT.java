package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --dry-run} (J9): what a run would find, without a trace. */
final class DryRunIT {

    @TempDir
    private Path dir;

    @Test
    void findsWhatTheRunWillFindAndLeavesNothingBehind() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            Map<String, String> before = world.everythingOnRecord();

            JsonNode dry = world.run(0, "run", world.specification(), "--dry-run", "--max-batches", "9", "-o", "json")
                    .json();

            assertThat(world.everythingOnRecord()).isEqualTo(before);
            assertThat(dry.at("/dry_run").asBoolean()).isTrue();
            assertThat(dry.at("/batches").findValuesAsText("id")).isEqualTo(SmallLake.BATCHES);

            world.assumeProved();
            world.run(0, "run", world.specification());
            JsonNode report = world.run(0, "report", ID, "-o", "json").json();
            for (int i = 0; i < SmallLake.BATCHES.size(); i++) {
                JsonNode tried = dry.at("/batches/" + i);
                assertThat(tried.at("/passed").asBoolean()).isTrue();
                assertThat(tried.at("/rows_after").asLong())
                        .as("rows of %s", SmallLake.BATCHES.get(i))
                        .isEqualTo(world.journal()
                                .batch(SmallLake.BATCHES.get(i))
                                .orElseThrow()
                                .rows());
            }
            assertThat(report.isMissingNode()).isFalse();
            String old = world.lake()
                    .value("select sum(net) from finance.revenue where day between '2026-01-05' and '2026-01-11'");
            String corrected = world.lake()
                    .value(
                            "select sum(net) from finance.revenue.branch_amend_tax_fix where day between '2026-01-05' and '2026-01-11'");
            assertThat(dry.at("/batches/0/measures/0/before").decimalValue()).isEqualByComparingTo(old);
            assertThat(dry.at("/batches/0/measures/0/after").decimalValue()).isEqualByComparingTo(corrected);
        }
    }

    @Test
    void triesThreeBatchesAndSaysWhichCheckWouldHalt() throws IOException {
        try (SmallWorld world =
                SmallWorld.create(dir, SmallLake.specification(ID).replace("-12% to -9%", "-0.5% to 0%"))) {

            TestProgram.Outcome dry = world.run(3, "run", world.specification(), "--dry-run");

            assertThat(dry.out())
                    .startsWith(
                            "tax-fix: 3 of 4 batches computed and compared; nothing was written\n  FAIL  2026-01-05..")
                    .contains(
                            "  FAIL  2026-01-12..",
                            "  FAIL  2026-01-26..",
                            "check 'measure:revenue' of 2026-01-05: expected -0.5% to 0%, found ")
                    .endsWith("A check fails: the run would halt there.\n");
        }
    }
}
