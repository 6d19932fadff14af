package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static dev.amend.engine.command.TwoBackfills.NEW;
import static dev.amend.engine.command.TwoBackfills.OLD;
import static dev.amend.engine.command.TwoBackfills.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.hooks.StepListener;
import dev.amend.engine.journal.HeldLease;
import dev.amend.specs.BackfillId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tables of a JDBC catalog, which has no commit of both, published by one command. */
final class SeveralTablesIT {

    @TempDir
    private Path dir;

    @Test
    void publishesNothingWhileOneHasDriftedAndBothAfterThat() throws IOException {
        try (TwoBackfills two = TwoBackfills.create(dir).approved()) {
            SmallWorld world = two.world();
            assertThat(world.run(0, "plan", world.specification()).out())
                    .contains("  together:  one after the other, if several tables are published by one command");
            two.late();

            TestProgram.Outcome drifted = world.run(4, "publish", ID, OTHER);

            assertThat(drifted.err())
                    .startsWith(
                            "amend: Nothing is published, because of costs-fix: Cannot publish costs-fix: the target changed inside the range since the baseline")
                    .contains("'amend rebase costs-fix' takes the changes up");
            assertThat(two.firstRange()).isEqualTo(OLD);
            assertThat(two.state(ID)).isEqualTo("APPROVED");
            assertThat(world.journal().releases()).isEmpty();

            world.lake().sql("insert into staging.events values (date'2026-01-14', 'late', 5, 1)");
            world.run(0, "rebase", OTHER);
            world.run(0, "run", two.second().toString());
            two.approveSecond();
            publishesBothAndFindsThatAgain(two);
        }
    }

    private static void publishesBothAndFindsThatAgain(TwoBackfills two) {
        JsonNode published = two.publish();

        assertThat(published.at("/way").asText()).isEqualTo("in_order");
        assertThat(published.findValuesAsText("backfill_id")).containsExactly(ID, OTHER);
        assertThat(published.findValuesAsText("passed")).containsExactly("true", "true");
        assertThat(two.firstRange()).isEqualTo(NEW);
        assertThat(two.secondRange()).isEqualTo("561 rows, gross 57685.00, net 51524.00");
        assertThat(two.state(ID)).isEqualTo("PUBLISHED");
        assertThat(two.state(OTHER)).isEqualTo("PUBLISHED");
        assertThat(two.publish().findValuesAsText("snapshot")).isEqualTo(published.findValuesAsText("snapshot"));
        assertThat(two.world()
                        .lake()
                        .value("select count(*) from governance.data_releases where rolled_back_at is null"))
                .isEqualTo("2");
    }

    @Test
    void takesTheFirstBackIfTheSecondDriftsInBetween() throws IOException {
        try (TwoBackfills two = TwoBackfills.create(dir).approved()) {
            AtomicBoolean once = new AtomicBoolean();
            StepListener late = new StepListener() {
                @Override
                public void after(String step) {
                    if (step.equals("target OVERWRITE") && once.compareAndSet(false, true)) {
                        two.late();
                    }
                }
            };

            TestProgram.Outcome outcome = two.world().outcomeToldTo(late, "publish", ID, OTHER);

            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(4);
            assertThat(outcome.err())
                    .startsWith(
                            "amend: Cannot publish tax-fix, costs-fix together: Cannot publish costs-fix: the target changed inside the range")
                    .contains(
                            "\n    tax-fix  was published and rolled back\n    costs-fix  is not published\n",
                            "'amend rebase costs-fix' takes the changes up",
                            "tax-fix needs a new backfill_id");
            assertThat(two.firstRange()).isEqualTo(OLD);
            assertThat(two.state(ID)).isEqualTo("ROLLED_BACK");
            assertThat(two.state(OTHER)).isEqualTo("APPROVED");
            assertThat(two.world().journal().releases())
                    .extracting(release -> release.kind().name())
                    .containsExactly("PUBLISH", "ROLLBACK");
            assertThat(two.world().journal().releases().get(1).reason())
                    .startsWith("publication together with costs-fix failed: Cannot publish costs-fix: ");
            assertThat(
                            two.world()
                                    .lake()
                                    .value(
                                            "select concat_ws(',', array_sort(collect_list(release_id))) from governance.data_releases where rolled_back_at is not null"))
                    .isEqualTo("tax-fix/1");
        }
    }

    @Test
    void refusesAllBecauseOfOneAndHandsEveryLeaseBack() throws IOException, InterruptedException {
        try (TwoBackfills two = TwoBackfills.create(dir).approved()) {
            SmallWorld world = two.world();
            assertThat(world.run(2, "publish", ID, ID).err())
                    .startsWith("amend: Cannot publish tax-fix, tax-fix together: an ID is given twice");

            try (HeldLease held = world.leases().acquire(new BackfillId(OTHER), "run-1")) {
                assertThat(world.run(6, "publish", ID, OTHER).err())
                        .startsWith("amend: Nothing is published, because of costs-fix: ")
                        .contains(held.holder().runId());
            }

            world.run(0, "reject", OTHER, "--by", "olga", "--reason", "not these");
            assertThat(world.run(5, "publish", ID, OTHER).err())
                    .startsWith(
                            "amend: Nothing is published, because of costs-fix: Cannot publish costs-fix: olga rejected the report: not these");
            assertThat(two.firstRange()).isEqualTo(OLD);

            world.run(0, "publish", ID);
            assertThat(two.firstRange())
                    .as("the lease of the first was handed back each time")
                    .isEqualTo(NEW);
        }
    }

    @Test
    void refusesTwoOfTheSameTable() throws IOException {
        try (TwoBackfills two = TwoBackfills.create(
                        dir, text -> text.replace("table: finance.costs", "table: finance.revenue"))
                .approved()) {

            assertThat(two.world().run(2, "publish", ID, OTHER).err())
                    .startsWith("amend: Cannot publish tax-fix and costs-fix together: both correct finance.revenue");

            assertThat(two.firstRange()).isEqualTo(OLD);
        }
    }

    @Test
    void publishesATableAndAViewOneAfterTheOther() throws IOException {
        try (TwoBackfills two = TwoBackfills.create(dir, SeveralTablesIT::throughAView)) {
            two.world().lake().sql("create view finance.costs_current as select * from finance.costs");
            two.approved();

            JsonNode published = two.publish();

            assertThat(published.findValuesAsText("how")).containsExactly("commit", "view");
            assertThat(two.firstRange()).isEqualTo(NEW);
            assertThat(two.world().lake().value("select sum(net) from finance.costs_current"))
                    .isEqualTo("77280.00");
            assertThat(two.publish().findValuesAsText("snapshot")).isEqualTo(published.findValuesAsText("snapshot"));
        }
    }

    private static String throughAView(String specification) {
        return specification
                        .replace("start: 2026-01-05", "start: 2025-12-29")
                        .replace("end: 2026-02-01", "end: 2026-02-08")
                + "publish: {shadow: table, as: view, view: finance.costs_current}%n".formatted();
    }
}
