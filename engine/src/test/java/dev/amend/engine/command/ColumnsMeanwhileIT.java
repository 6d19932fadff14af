package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.lakehouse.SmallLake;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns and partition fields of tables change while a backfill is under way. */
final class ColumnsMeanwhileIT {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add column note string",
                "alter column gross type decimal(18, 2)",
                "add partition field bucket(4, shop)",
                "set tblproperties ('format-version' = '3')"
            })
    void aRebaseTakesUpACompatibleChangeAndKeepsWhatIsBuilt(String change) throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            world.run(7, "run", world.specification(), "--max-batches", "2");
            world.lake().sql("alter table finance.revenue " + change);

            assertThat(world.run(3, "run", world.specification()).err()).contains("amend rebase");
            assertThat(status(world).get("status").asText()).isEqualTo("HALTED");

            JsonNode rebased =
                    world.run(0, "rebase", SmallWorld.ID, "-o", "json").json();
            assertThat(rebased.get("due")).isEmpty();
            world.run(0, "run", world.specification());
            world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
            world.run(0, "publish", SmallWorld.ID);
            assertThat(world.lake().range()).isEqualTo("560 rows, gross 57680.00, net 51520.00");
            world.run(0, "verify", SmallWorld.ID);
            world.run(0, "rollback", SmallWorld.ID, "--reason", "to see");
            assertThat(world.lake().range()).isEqualTo("560 rows, gross 57680.00, net 57680.00");
        }
    }

    @Test
    void anAddedColumnIsNamedAndRowsThatALivePipelineWroteKeepTheirValues() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            world.run(7, "run", world.specification(), "--max-batches", "2");
            world.lake().sql("alter table finance.revenue add column note string");
            world.lake()
                    .sql(
                            "insert into finance.revenue values (date'2026-02-08', 'new', 1, 1, timestamp'2026-02-09 00:00:00', 'live')");

            assertThat(world.run(0, "rebase", SmallWorld.ID).out()).contains("note");
            world.run(0, "run", world.specification());
            world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
            world.run(0, "publish", SmallWorld.ID);

            assertThat(world.lake().value("select concat_ws(' ', collect_list(note)) from finance.revenue"))
                    .isEqualTo("live");
            world.run(0, "verify", SmallWorld.ID, "--spot-check", "99%");
        }
    }

    /** Rows of the range that have a value in the new column are different from what the transform makes of them. */
    @Test
    void valuesInAnAddedColumnOfTheRangeAreNotLostUnseen() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            world.run(7, "run", world.specification(), "--max-batches", "2");
            world.lake().sql("alter table finance.revenue add column note string");
            world.lake().sql("update finance.revenue set note = 'checked' where day = date'2026-01-06'");

            assertThat(world.run(0, "rebase", SmallWorld.ID).out()).contains("2026-01-05");
            world.run(0, "run", world.specification());
            assertThat(changes(world, "old.note = 'checked' and new.note is null"))
                    .contains("\"n\" : 20");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rename column net to net_revenue | net is called net_revenue now | rename column net_revenue to net",
                "drop column computed_at          | computed_at is gone           | "
            })
    void anotherChangeIsRefusedWithWhatToDo(String change, String named, String undo) throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            world.run(7, "run", world.specification(), "--max-batches", "2");
            world.lake().sql("alter table finance.revenue " + change);

            world.run(3, "run", world.specification());
            assertThat(world.run(3, "rebase", SmallWorld.ID).err()).contains(named, "Undo the change", "amend cancel");
            assertThat(status(world).get("status").asText()).isEqualTo("HALTED");

            if (undo != null) {
                world.lake().sql("alter table finance.revenue " + undo);
                world.run(0, "rebase", SmallWorld.ID);
                world.run(0, "run", world.specification());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rename column tax to taxes", "drop column tax", "add column more int"})
    void aSourceKeepsTheColumnsThatItHadWhenItWasPinned(String change) throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            world.run(7, "run", world.specification(), "--max-batches", "2");
            world.lake().sql("alter table staging.events " + change);

            world.run(0, "run", world.specification());
            world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
            world.run(0, "publish", SmallWorld.ID);
            assertThat(world.lake().range()).isEqualTo("560 rows, gross 57680.00, net 51520.00");
        }
    }

    @Test
    void columnsThatChangedWithoutACommitOfDataBeforePlanningAreThoseOfToday() throws Exception {
        String specification = SmallLake.specification(SmallWorld.ID)
                .replace("select day, shop,", "select day, store as shop,")
                .replace(
                        ":started_at as computed_at", ":started_at as computed_at, cast(tax as decimal(14, 2)) as tax");
        try (SmallWorld world = SmallWorld.create(dir, specification)) {
            world.lake().sql("alter table staging.events rename column shop to store");
            world.lake().sql("alter table finance.revenue add column tax decimal(14, 2)");

            world.run(0, "prove", world.specification());
            world.run(0, "run", world.specification());
            assertThat(changes(world, "old.tax is null and new.tax is not null"))
                    .contains("\"n\" : 560");
            world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
            world.run(0, "publish", SmallWorld.ID);
            assertThat(world.lake().value("select count(tax) from finance.revenue"))
                    .isEqualTo("560");
            world.run(0, "rollback", SmallWorld.ID, "--reason", "to see");
            assertThat(world.lake().value("select count(tax) from finance.revenue"))
                    .isEqualTo("0");
        }
    }

    private static String changes(SmallWorld world, String condition) {
        String query = "select count(*) as n from changes where " + condition;
        return world.run(0, "sql", "--of", SmallWorld.ID, query, "-o", "json").out();
    }

    private static JsonNode status(SmallWorld world) {
        return world.run(0, "status", SmallWorld.ID, "-o", "json").json();
    }
}
