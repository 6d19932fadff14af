package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a backfill that consumers see through a view, one command after the other. */
@Tag("long")
final class ViewLifeIT {
    private static final String OLD = "840 rows, net 86520.00";
    private static final String NEW = "840 rows, net 77280.00";
    private static final String VIEW = "finance.revenue_current";

    @TempDir
    private Path dir;

    @TempDir
    private Path folder;

    private String specification = "";

    @BeforeEach
    void publishesTheWholeTableThroughAView() {
        specification = SmallLake.specification(ID)
                        .replace("start: 2026-01-05", "start: 2025-12-29")
                        .replace("end: 2026-02-01", "end: 2026-02-08")
                        .replace("revenue: sum(net)", "revenue: sum(net)\n    mean: avg(net)")
                + "publish: {shadow: table, as: view, view: %s}%n".formatted(VIEW);
    }

    private SmallWorld world() throws IOException {
        SmallWorld world = SmallWorld.create(dir, specification);
        world.lake().sql("create view %s as select * from finance.revenue".formatted(VIEW));
        return world;
    }

    @Test
    void correctsHistoryThroughTheViewAndTakesItBack() throws IOException {
        try (SmallWorld world = world()) {
            assertThat(read(world)).isEqualTo(OLD);
            assertThat(world.run(0, "validate", world.specification()).out()).startsWith("tax-fix is valid");
            planSaysWhatChanges(world, folder.toString());
            world.run(0, "prove", world.specification());
            runsInTwoRuns(world);
            assertThat(read(world)).as("nothing is published yet").isEqualTo(OLD);

            world.run(0, "approve", ID, "--by", "olga", "--reason", "the figures are right");
            publishes(world);
            rollsBack(world);
            retires(world);
        }
    }

    private static void planSaysWhatChanges(SmallWorld world, String folder) {
        Map<String, String> before = world.everythingOnRecord();

        JsonNode plan =
                world.run(0, "plan", world.specification(), "-o", "json").json();

        world.run(0, "run", world.specification(), "--dry-run", "--max-batches", "1", "--report", folder);
        assertThat(world.everythingOnRecord()).isEqualTo(before);
        assertThat(plan.at("/batches")).hasSize(6);
        assertThat(plan.at("/warnings"))
                .extracting(JsonNode::asText)
                .contains(
                        "consumers read finance.revenue_current; once it is published, whoever writes to finance.revenue must write to finance.amend_tax_fix instead");
    }

    private static void runsInTwoRuns(SmallWorld world) {
        world.run(7, "run", world.specification(), "--max-batches", "2");
        world.run(0, "run", world.specification());

        JsonNode status = world.run(0, "status", ID, "-o", "json").json();
        assertThat(status.at("/status").asText()).isEqualTo("BUILT");
        assertThat(status.at("/shadow").asText()).isEqualTo("amend_tax_fix");
        assertThat(world.journal().batches())
                .hasSize(6)
                .allSatisfy(batch -> assertThat(batch.attempts()).isEqualTo(1));
        assertThat(world.refs()).containsExactly("amend_tax_fix_before", "main");
        assertThat(world.lake().value("select count(*) from finance.amend_tax_fix"))
                .isEqualTo("840");
        explainsARowOfTheShadowTable(world);
    }

    private static void explainsARowOfTheShadowTable(SmallWorld world) {
        TestProgram.Outcome explained = world.run(0, "explain", ID, "--key", "day=2026-01-07,shop=shop-03");

        assertThat(explained.out())
                .contains(": changed; ", " of finance.amend_tax_fix, the shadow, of ", "  -10.00  differs\n");
    }

    private static void publishes(SmallWorld world) {
        JsonNode published = world.run(0, "publish", ID, "-o", "json").json();

        assertThat(published.at("/how").asText()).isEqualTo("view");
        assertThat(published.at("/passed").asBoolean()).isTrue();
        assertThat(published.at("/partitions").asInt()).isEqualTo(42);
        assertThat(read(world)).isEqualTo(NEW);
        assertThat(world.lake().value("select cast(sum(net) as string) from finance.revenue"))
                .as("the target keeps the old data")
                .isEqualTo("86520.00");
        world.run(0, "verify", ID);
        assertThat(world.run(0, "status", ID, "-o", "json")
                        .json()
                        .at("/release/how")
                        .asText())
                .isEqualTo("view");
        assertThat(world.run(0, "publish", ID, "-o", "json").json().at("/snapshot"))
                .isEqualTo(published.at("/snapshot"));
    }

    private static void rollsBack(SmallWorld world) {
        JsonNode rollback = world.run(0, "rollback", ID, "--reason", "the ledger disagrees", "-o", "json")
                .json();

        assertThat(rollback.at("/how").asText()).isEqualTo("view");
        assertThat(read(world)).isEqualTo(OLD);
        JsonNode history = world.run(0, "history", "-o", "json").json();
        assertThat(history.findValuesAsText("kind")).containsExactly("PUBLISH", "ROLLBACK");
        assertThat(history.findValuesAsText("how")).containsExactly("view", "view");
    }

    private static void retires(SmallWorld world) {
        String retired = world.run(0, "retire", ID, "--by", "olga").out();

        assertThat(retired)
                .startsWith("tax-fix is RETIRED: 1 refs, 0 snapshots and ")
                .contains("\n  shadow table finance.amend_tax_fix was dropped");
        assertThat(world.refs()).containsExactly("main");
        assertThat(world.lake().sql("show tables in finance like 'amend*'")).isEmpty();
        assertThat(read(world)).isEqualTo(OLD);
        assertThat(world.run(2, "explain", ID, "--key", "day=2026-01-07,shop=shop-03")
                        .err())
                .startsWith(
                        "amend: Cannot explain a row of tax-fix: it is RETIRED, and the new data of batch 2026-01-05 went with it\n");
    }

    @Test
    void refusesToRollBackOverTheRowsOfOthersUnlessTold() throws IOException {
        try (SmallWorld world = world()) {
            world.approved();
            world.run(0, "publish", ID);
            world.lake()
                    .sql(
                            "insert into finance.amend_tax_fix values (date'2026-02-01', 'live', 5, 5, timestamp'2026-02-09 00:00:00')");

            assertThat(world.run(4, "verify", ID).out()).contains("others changed the range since");
            assertThat(world.run(4, "rollback", ID, "--reason", "wrong").err())
                    .startsWith(
                            "amend: Cannot roll back tax-fix: others wrote into the range after it was published, nothing was changed:\n")
                    .contains(": 2026-02-01\n");
            world.run(0, "rollback", ID, "--discard-later-writes", "--reason", "wrong");

            assertThat(read(world)).isEqualTo(OLD);
        }
    }

    @Test
    void seesAViewThatSomebodyElseReplaced() throws IOException {
        try (SmallWorld world = world()) {
            world.approved();
            world.run(0, "publish", ID);
            world.lake()
                    .sql("create or replace view %s as select day, shop, net from finance.amend_tax_fix"
                            .formatted(VIEW));

            assertThat(world.run(3, "verify", ID).out())
                    .contains("view finance.revenue_current is at version 3, which is not the published one:");
            assertThat(world.run(3, "rollback", ID, "--reason", "wrong").err())
                    .startsWith("amend: Cannot roll back: somebody else replaced view finance.revenue_current");

            world.lake().sql("create or replace view %s as select * from finance.revenue".formatted(VIEW));
            world.run(0, "rollback", ID, "--reason", "it was set back by hand");
            assertThat(read(world)).isEqualTo(OLD);
        }
    }

    @Test
    void anInsertIntoTheTargetIsDriftAndIsTakenUp() throws IOException {
        try (SmallWorld world = world()) {
            world.approved();
            world.lake()
                    .sql(
                            "insert into finance.revenue values (date'2026-01-14', 'late', 5, 5, timestamp'2026-02-09 00:00:00')");
            assertThat(world.run(4, "publish", ID).err()).contains("append by ", ": 2026-01-14\n");

            world.lake().sql("insert into staging.events values (date'2026-01-14', 'late', 5, 1)");
            JsonNode rebased = world.run(0, "rebase", ID, "-o", "json").json();
            assertThat(rebased.at("/due").fieldNames()).toIterable().containsExactly("2026-01-12");
            world.run(0, "run", world.specification());
            world.run(0, "approve", ID, "--by", "olga", "--reason", "with the late one");
            world.run(0, "publish", ID);

            assertThat(read(world)).isEqualTo("841 rows, net 77284.00");
        }
    }

    @Test
    void keepsTheLiveTableWhenThePublishedBackfillIsRetired() throws IOException {
        try (SmallWorld world = world()) {
            world.approved();
            world.run(0, "publish", ID);

            TestProgram.Outcome retired =
                    world.runAt(Instant.now().plus(Duration.ofDays(91)), "retire", ID, "--by", "olga");

            assertThat(retired.exitCode()).as(retired.err()).isZero();
            assertThat(retired.out()).contains("shadow table finance.amend_tax_fix stays: it is the live table now");
            assertThat(read(world)).isEqualTo(NEW);
        }
    }

    @Test
    void whatOnlyTheViewKnowsToBePublishedIsNeitherCancelledNorRebased() throws IOException {
        try (SmallWorld world = world()) {
            world.approved();
            world.cutOffAfter("target REPLACE_VIEW", "publish", ID);
            assertThat(read(world)).isEqualTo(NEW);

            assertThat(world.run(2, "cancel", ID, "--reason", "not needed").err())
                    .startsWith(
                            "amend: Cannot cancel tax-fix: it is published already, by a publish that was cut off before it was recorded\n  where: finance.revenue_current, snapshot ")
                    .contains("'amend publish tax-fix' finds it", "'amend rollback tax-fix --reason TEXT'");
            assertThat(world.run(2, "rebase", ID).err())
                    .startsWith("amend: Cannot rebase tax-fix: it is published already")
                    .contains("'amend publish tax-fix' finds it");

            assertThat(read(world)).isEqualTo(NEW);
            assertThat(world.journal().status().state().name()).isEqualTo("APPROVED");
            world.run(0, "publish", ID);
            world.run(0, "rollback", ID, "--reason", "wrong");
            assertThat(read(world)).isEqualTo(OLD);
        }
    }

    @Test
    void aBackfillWhoseViewWasNotReplacedYetIsCancelled() throws IOException {
        try (SmallWorld world = world()) {
            world.approved();
            world.cutOffAfter("target TAG_PUBLISHED", "publish", ID);

            world.run(0, "cancel", ID, "--reason", "not needed");
            world.run(0, "retire", ID, "--by", "olga");

            assertThat(read(world)).isEqualTo(OLD);
            assertThat(world.refs()).containsExactly("main");
            assertThat(world.lake().sql("show tables in finance like 'amend*'")).isEmpty();
        }
    }

    @Test
    void plansOnlyAPlainViewOfAWholeTable() throws IOException {
        try (SmallWorld world = world()) {
            world.changeSpecification("end: 2026-02-08", "end: 2026-02-01");
            assertThat(world.run(2, "plan", world.specification()).err())
                    .startsWith(
                            "amend: Cannot publish finance.revenue through a view: the whole table changes hands, and it has rows outside of 2025-12-29..2026-02-01, in day=2026-02-02, day=2026-02-03,");

            world.lake()
                    .sql(
                            "create or replace view %s as select day, sum(net) as net from finance.revenue join finance.revenue r using (day) group by day"
                                    .formatted(VIEW)
                                    .replace("sum(net)", "sum(r.net)"));
            assertThat(world.run(2, "plan", world.specification()).err())
                    .startsWith(
                            "amend: Cannot publish through view finance.revenue_current: it must be a plain select from finance.revenue, and it is  spark: select day, sum(r.net)");

            world.lake().sql("drop view " + VIEW);
            assertThat(world.run(2, "plan", world.specification()).err())
                    .startsWith("amend: Cannot find view finance.revenue_current in catalog lake");
        }
    }

    /** What consumers read, as a person looks at it. */
    private static String read(SmallWorld world) {
        JsonNode rows = world.run(
                        0, "sql", "select concat(count(*), ' rows, net ', sum(net)) as r from " + VIEW, "-o", "json")
                .json();
        return rows.at("/0/r").asText();
    }
}
