package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.journal.ApprovalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backfill's whole life, one command after the other, as a person would type them. */
final class EngineLifeIT {
    private static final String OLD = "560 rows, gross 57680.00, net 57680.00";
    private static final String NEW = "560 rows, gross 57680.00, net 51520.00";

    @TempDir
    private Path dir;

    @Test
    void correctsHistoryAndTakesItBack() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            String spec = world.specification();
            String old = world.lake().range();
            assertThat(old).isEqualTo(OLD);
            assertThat(world.run(0, "validate", spec).out())
                    .startsWith(
                            "tax-fix is valid: 2026-01-05..2026-02-01 of finance.revenue, 28 partitions in 4 batches");

            planWritesNothing(world);
            world.run(2, "run", spec);
            proveLeavesNoBranch(world);
            runsInTwoRuns(world);

            assertThat(world.lake().range()).as("nothing is published yet").isEqualTo(old);
            String digest = reportDigest(world);
            TestProgram.Outcome refused = world.run(5, "publish", ID);
            assertThat(refused.err()).isEqualTo("""
                            amend: Cannot publish tax-fix: nobody has decided yet
                              where: tax-fix
                              next:  Show the report to its owner, then: amend approve tax-fix --by NAME --reason TEXT
                            """);

            world.run(0, "approve", ID, "--by", "olga", "--reason", "the figures are right");
            publishesByOneCommit(world, digest);
            String corrected = world.lake().range();
            assertThat(corrected).isEqualTo(NEW);
            rollsBackByReference(world, old);
        }
    }

    private static void planWritesNothing(SmallWorld world) {
        Map<String, String> before = world.everythingOnRecord();

        JsonNode plan =
                world.run(0, "plan", world.specification(), "-o", "json").json();

        assertThat(world.everythingOnRecord()).isEqualTo(before);
        assertThat(plan.at("/batches")).hasSize(4);
        assertThat(plan.at("/batches/1/id").asText()).isEqualTo("2026-01-12");
        assertThat(plan.at("/batches/1/rows").asLong()).isEqualTo(140);
        assertThat(plan.at("/estimate/rows").asLong()).isEqualTo(560);
        assertThat(plan.at("/estimate/seconds").isNull()).isTrue();
    }

    private static void proveLeavesNoBranch(SmallWorld world) {
        JsonNode proof =
                world.run(0, "prove", world.specification(), "-o", "json").json();

        assertThat(proof.at("/passed").asBoolean()).isTrue();
        assertThat(proof.at("/rows").asLong()).isEqualTo(20);
        assertThat(proof.at("/checks").findValuesAsText("check"))
                .containsExactly("row count", "content", "unique keys", "other partitions");
        assertThat(world.refs()).containsExactly("main");
        assertThat(world.run(0, "plan", world.specification(), "-o", "json")
                        .json()
                        .at("/estimate/seconds")
                        .isNumber())
                .isTrue();
    }

    private static void runsInTwoRuns(SmallWorld world) {
        JsonNode first = world.run(7, "run", world.specification(), "--max-batches", "2", "-o", "json")
                .json();
        assertThat(first.at("/status").asText()).isEqualTo("PAUSED");
        assertThat(first.at("/reason").asText()).isEqualTo("--max-batches 2 reached");
        assertThat(first.at("/batches/done").asInt()).isEqualTo(2);
        assertThat(first.at("/batches/due").asInt()).isEqualTo(2);

        world.run(0, "run", world.specification());
        JsonNode status = world.run(0, "status", ID, "-o", "json").json();
        assertThat(status.at("/status").asText()).isEqualTo("BUILT");
        assertThat(status.at("/target").asText()).isEqualTo("finance.revenue");
        assertThat(status.at("/batches/done").asInt()).isEqualTo(4);
        assertThat(status.at("/progress").asDouble()).isEqualTo(1.0);
        assertThat(status.at("/shadow").asText()).isEqualTo("amend_tax_fix");
        assertThat(status.at("/approval/valid").asBoolean()).isFalse();
        assertThat(status.at("/release").isNull()).isTrue();
        assertThat(world.journal().batches())
                .allSatisfy(batch -> assertThat(batch.attempts()).isEqualTo(1));
        assertThat(world.refs()).containsExactly("amend_tax_fix", "amend_tax_fix_before", "main");
    }

    private static String reportDigest(SmallWorld world) {
        JsonNode report = world.run(0, "report", ID, "-o", "json").json();
        JsonNode status = world.run(0, "status", ID, "-o", "json").json();
        String digest = report.at("/report_digest").asText();

        assertThat(digest)
                .matches("[0-9a-f]{64}")
                .isEqualTo(status.at("/report_digest").asText());
        assertThat(Path.of(report.at("/html").asText())).exists();
        return digest;
    }

    private static void publishesByOneCommit(SmallWorld world, String digest) {
        JsonNode published = world.run(0, "publish", ID, "-o", "json").json();
        assertThat(published.at("/how").asText()).isEqualTo("commit");
        assertThat(published.at("/passed").asBoolean()).isTrue();
        assertThat(published.at("/partitions").asInt()).isEqualTo(28);
        assertThat(world.lake().target().currentSnapshot().summary()).containsEntry("amend.report-digest", digest);

        world.run(0, "verify", ID);
        JsonNode again = world.run(0, "publish", ID, "-o", "json").json();
        assertThat(again.at("/snapshot")).isEqualTo(published.at("/snapshot"));
        assertThat(world.run(2, "retire", ID, "--by", "olga").err())
                .startsWith("amend: Cannot retire tax-fix: its rollback window is open until ");
    }

    private static void rollsBackByReference(SmallWorld world, String old) {
        JsonNode rollback = world.run(0, "rollback", ID, "--reason", "the ledger disagrees", "-o", "json")
                .json();
        assertThat(rollback.at("/how").asText()).isEqualTo("swap");
        assertThat(world.lake().range()).isEqualTo(old);

        JsonNode history = world.run(0, "history", "-o", "json").json();
        assertThat(history.findValuesAsText("kind")).containsExactly("PUBLISH", "ROLLBACK");
        assertThat(history.at("/1/reason").asText()).isEqualTo("the ledger disagrees");
        assertThat(world.run(0, "status", ID, "-o", "json").json().at("/status").asText())
                .isEqualTo("ROLLED_BACK");
        JsonNode again =
                world.run(0, "rollback", ID, "--reason", "again", "-o", "json").json();
        assertThat(again.at("/snapshot")).isEqualTo(rollback.at("/snapshot"));

        world.run(0, "retire", ID, "--by", "olga");
        assertThat(world.refs()).containsExactly("main");
        assertThat(world.lake().range()).isEqualTo(old);
    }

    @Test
    void keepsWhatALivePipelineWroteThroughPublicationAndRollback() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            append(world, "2026-02-09", "live-1");

            JsonNode published = world.run(0, "publish", ID, "-o", "json").json();
            assertThat(published.at("/how").asText()).isEqualTo("commit");
            assertThat(world.lake().range()).isEqualTo(NEW);
            append(world, "2026-02-10", "live-2");
            world.run(0, "verify", ID);

            JsonNode rollback = world.run(0, "rollback", ID, "--reason", "wrong", "-o", "json")
                    .json();
            assertThat(rollback.at("/how").asText()).isEqualTo("commit");
            assertThat(world.lake().range()).isEqualTo(OLD);
            assertThat(
                            world.lake()
                                    .value(
                                            "select concat_ws(',', array_sort(collect_list(shop))) from finance.revenue where shop like 'live%'"))
                    .isEqualTo("live-1,live-2");
            assertThat(world.lake().value("select count(*) from finance.revenue"))
                    .isEqualTo("842");
        }
    }

    private static void append(SmallWorld world, String day, String shop) {
        world.lake()
                .sql("insert into finance.revenue values (date'%s', '%s', 5, 5, timestamp'2026-02-09 00:00:00')"
                        .formatted(day, shop));
    }

    @Test
    void takesUpALateInsertAndBuildsOnlyTheTouchedBatch() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            String digest = reportDigest(world);
            append(world, "2026-01-14", "late");
            String before = world.lake().range();

            TestProgram.Outcome drifted = world.run(4, "publish", ID);
            assertThat(drifted.err())
                    .startsWith(
                            "amend: Cannot publish tax-fix: the target changed inside the range since the baseline, nothing was written:\n")
                    .contains("append by ", ": 2026-01-14\n", "next:  'amend rebase tax-fix' takes the changes up");
            assertThat(world.lake().range()).isEqualTo(before);

            JsonNode rebased = world.run(0, "rebase", ID, "-o", "json").json();
            assertThat(rebased.at("/due").fieldNames()).toIterable().containsExactly("2026-01-12");
            world.run(8, "publish", ID);

            world.lake().sql("insert into staging.events values (date'2026-01-14', 'late', 5, 1)");
            world.run(0, "rebase", ID);
            world.run(0, "run", world.specification());
            assertThat(world.journal().batches())
                    .extracting(batch -> batch.id() + " " + batch.attempts())
                    .containsExactly("2026-01-05 1", "2026-01-12 2", "2026-01-19 1", "2026-01-26 1");

            assertThat(reportDigest(world)).isNotEqualTo(digest);
            assertThat(world.run(5, "publish", ID).err())
                    .startsWith("amend: Cannot publish tax-fix: the report changed since it was approved: " + digest);
            world.run(0, "approve", ID, "--by", "olga", "--reason", "with the late one");
            world.run(0, "publish", ID);
            assertThat(world.lake().range()).isEqualTo("561 rows, gross 57685.00, net 51524.00");
        }
    }

    @Test
    void goesOnWhereACancelledRunNeedsNothingLeftBehind() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            world.run(7, "run", world.specification(), "--max-batches", "1");
            world.run(0, "cancel", ID, "--reason", "not needed");
            world.run(7, "run", world.specification());

            world.run(0, "retire", ID, "--by", "olga");

            assertThat(world.refs()).containsExactly("main");
            assertThat(world.lake().range()).isEqualTo(OLD);
            assertThat(world.run(0, "status", ID, "-o", "json")
                            .json()
                            .at("/status")
                            .asText())
                    .isEqualTo("RETIRED");
            assertThat(world.lake().value("select count(*) from finance.revenue.snapshots"))
                    .isEqualTo("1");
        }
    }

    @Test
    void publishesOnADecisionWhoseMoveWasLost() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            world.run(0, "run", world.specification());
            world.journal()
                    .record(new ApprovalRecord(
                            ApprovalRecord.Decision.APPROVED, "olga", Instant.EPOCH, "right", reportDigest(world), ""));

            world.run(0, "publish", ID);

            assertThat(world.lake().range()).isEqualTo(NEW);
            assertThat(world.journal().status().state().name()).isEqualTo("PUBLISHED");
        }
    }

    @Test
    void buildsABatchOfAnApprovedBackfillAgain() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();

            world.run(0, "retry", ID, "--batch", "2026-01-12");
            world.run(8, "publish", ID);
            world.run(0, "run", world.specification());

            assertThat(world.journal().batches())
                    .extracting(batch -> batch.id() + " " + batch.attempts() + " " + batch.state())
                    .containsExactly(
                            "2026-01-05 1 RECONCILED",
                            "2026-01-12 2 RECONCILED",
                            "2026-01-19 1 RECONCILED",
                            "2026-01-26 1 RECONCILED");
            assertThat(world.journal().status().state().name()).isEqualTo("BUILT");
            world.run(0, "publish", ID);
            assertThat(world.lake().range())
                    .as("the report came out the same, so that its approval holds")
                    .isEqualTo(NEW);
        }
    }

    @Test
    void retiresAPublishedBackfillOnceItsWindowIsOver() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            world.run(0, "publish", ID);

            TestProgram.Outcome retired =
                    world.runAt(Instant.now().plus(Duration.ofDays(91)), "retire", ID, "--by", "olga");

            assertThat(retired.exitCode()).as(retired.err()).isZero();
            assertThat(world.refs()).containsExactly("main");
            assertThat(world.lake().range()).isEqualTo(NEW);
        }
    }
}
