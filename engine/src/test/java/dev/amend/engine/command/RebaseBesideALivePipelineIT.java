package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rebase while others write right outside of the range, which is theirs to write: the shadow is made from what was there. */
final class RebaseBesideALivePipelineIT {
    private static final String LAST = "2026-01-26";
    private static final String NEXT_DAY = "2026-02-02";

    @TempDir
    private Path dir;

    @Test
    void aLiveWriteRightOutsideOfTheRangeIsNoFaultOfTheShadow() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            append(world, NEXT_DAY, "live-1");
            drift(world, "2026-01-28", "late-1");

            assertThat(rebased(world)).containsExactly(LAST);
            world.run(0, "run", world.specification());

            assertThat(world.journal().status().state().name()).isEqualTo("BUILT");
            assertThat(guardFinding(world)).isEqualTo("pass");
            assertThat(revenueOf(guard(world))).as("as consumers read it now").isEqualTo("2062 → 2062");

            // and a baseline that moved twice
            append(world, NEXT_DAY, "live-2");
            drift(world, "2026-01-28", "late-2");
            assertThat(rebased(world)).containsExactly(LAST);
            world.run(0, "run", world.specification());

            assertThat(guardFinding(world)).isEqualTo("pass");
            assertThat(revenueOf(guard(world))).isEqualTo("2067 → 2067");
            publishes(world);
            assertThat(world.lake().value("select count(*) from finance.revenue where day = date'" + NEXT_DAY + "'"))
                    .isEqualTo("22");
        }
    }

    @Test
    void whatTheShadowItselfChangedOutsideOfTheRangeIsFoundAfterARebase() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            append(world, NEXT_DAY, "live-1");
            drift(world, "2026-01-28", "late-1");
            assertThat(rebased(world)).containsExactly(LAST);
            removeOnShadow(world, NEXT_DAY, "shop-07");

            String halted = world.run(3, "run", world.specification()).err();

            assertThat(halted).contains("guard-band").contains("20 → 19 rows");
            assertThat(guardFinding(world)).isEqualTo("fail");
            assertThat(world.journal().status().state().name()).isEqualTo("HALTED");
        }
    }

    @Test
    void aBatchBesideALiveWriteIsComparedAgainAndNotBuiltAgain() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            assertThat(revenueOf(guard(world))).isEqualTo("2057 → 2057");
            append(world, NEXT_DAY, "live-1");
            drift(world, "2026-01-14", "late-1");

            assertThat(rebased(world)).containsExactly("2026-01-12");
            world.run(0, "run", world.specification());

            assertThat(revenueOf(guard(world))).isEqualTo("2062 → 2062");
            assertThat(guardFinding(world)).isEqualTo("pass");
            assertThat(world.journal().batches())
                    .extracting(batch -> batch.id() + " " + batch.attempts() + " " + batch.state())
                    .containsExactly(
                            "2026-01-05 1 RECONCILED",
                            "2026-01-12 2 RECONCILED",
                            "2026-01-19 1 RECONCILED",
                            "2026-01-26 1 RECONCILED");
        }
    }

    @Test
    void theReportNamesTheNewestCommitOfWhatItShows() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            String before = report(world).at("/digest").asText();
            drift(world, "2026-01-14", "late-1");
            assertThat(rebased(world)).containsExactly("2026-01-12");
            world.run(0, "run", world.specification());

            Snapshot head = world.lake().target().snapshot("amend_tax_fix");
            assertThat(head.summary()).containsEntry("amend.batch", "2026-01-12");
            assertThat(report(world).at("/shadow_snapshot").asLong())
                    .as("the rebuilt batch's commit, and not the last batch's older one")
                    .isEqualTo(head.snapshotId());
            assertThat(report(world).at("/shadow_committed_at").asText())
                    .isEqualTo(Instant.ofEpochMilli(head.timestampMillis()).toString());
            assertThat(report(world).at("/digest").asText()).isNotEqualTo(before);
        }
    }

    /** With a row in the range that the sources have as well. */
    private static void drift(SmallWorld world, String day, String shop) {
        append(world, day, shop);
        world.lake().sql("insert into staging.events values (date'%s', '%s', 5, 1)".formatted(day, shop));
    }

    private static void append(SmallWorld world, String day, String shop) {
        world.lake()
                .sql("insert into finance.revenue values (date'%s', '%s', 5, 5, timestamp'2026-02-09 00:00:00')"
                        .formatted(day, shop));
    }

    private static List<String> rebased(SmallWorld world) {
        JsonNode due = world.run(0, "rebase", ID, "-o", "json").json().at("/due");
        List<String> batches = new java.util.ArrayList<>();
        due.fieldNames().forEachRemaining(batches::add);
        return batches;
    }

    /** By a commit that says that it is the last batch's first attempt, as if that had gone too far. */
    private static void removeOnShadow(SmallWorld world, String day, String shop) {
        Table target = world.lake().target();
        String branch = "finance.revenue.branch_amend_tax_fix";
        try {
            world.lake()
                    .spark()
                    .table(branch)
                    .where("day = date'%s' and shop <> '%s'".formatted(day, shop))
                    .writeTo(branch)
                    .option("snapshot-property.amend.backfill-id", ID)
                    .option("snapshot-property.amend.kind", "batch")
                    .option("snapshot-property.amend.batch", LAST)
                    .option("snapshot-property.amend.attempt", "1")
                    .overwrite(functions.expr("day = date'%s'".formatted(day)));
        } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
            throw new IllegalStateException("No shadow on " + target.name(), e);
        }
    }

    private static void publishes(SmallWorld world) {
        world.run(0, "approve", ID, "--by", "olga", "--reason", "with the late ones");
        world.run(0, "publish", ID);
        assertThat(world.lake().range()).isEqualTo("562 rows, gross 57690.00, net 51528.00");
    }

    private static JsonNode lastBatch(SmallWorld world) {
        return report(world).at("/batches/" + (SmallLake.BATCHES.size() - 1));
    }

    private static String guardFinding(SmallWorld world) {
        for (JsonNode finding : lastBatch(world).at("/findings")) {
            if (finding.at("/check").asText().equals("guard-band")) {
                return finding.at("/outcome").asText();
            }
        }
        return "none";
    }

    private static JsonNode guard(SmallWorld world) {
        JsonNode partitions = lastBatch(world).at("/guard_band");
        assertThat(partitions).hasSize(1);
        assertThat(partitions.at("/0/partition").asText()).isEqualTo(NEXT_DAY);
        return partitions.get(0);
    }

    private static String revenueOf(JsonNode guard) {
        return "%s → %s"
                .formatted(
                        guard.at("/measures/0/before").asText(),
                        guard.at("/measures/0/after").asText());
    }

    private static JsonNode report(SmallWorld world) {
        JsonNode found = world.run(0, "report", ID, "-o", "json").json();
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(Files.readString(Path.of(found.at("/json").asText())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
