package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.lakehouse.SmallLake;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filling history that was never loaded, and emptying days that should have no rows. */
final class GapsIT {
    private static final String UNCHANGED = "unchanged: [gross]";

    @TempDir
    private Path dir;

    @Test
    void aHoleIsFilledAsDeclaredAndEverythingElseIsStillCompared() throws Exception {
        String specification = SmallLake.specification(SmallWorld.ID)
                .replace(UNCHANGED, UNCHANGED + """

                  filled: 10 partitions
                  explained_by:
                    tax-taken-out: new.net < old.net
                """.indent(0).stripTrailing());
        try (SmallWorld world = SmallWorld.create(dir, specification)) {
            world.lake().sql("delete from finance.revenue where day between date'2026-01-05' and date'2026-01-14'");
            assertThat(world.run(0, "plan", world.specification()).out()).doesNotContain("have no rows");

            published(world);

            assertThat(world.lake().range()).isEqualTo("560 rows, gross 57680.00, net 51520.00");
            world.run(0, "rollback", SmallWorld.ID, "--reason", "to see");
            assertThat(
                            world.lake()
                                    .value(
                                            "select count(*) from finance.revenue where day <= date'2026-01-14' and day >= date'2026-01-05'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aHoleWithoutADeclarationIsRefusedAndThePlanSaysHowToDeclareIt() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.lake().sql("delete from finance.revenue where day = date'2026-01-07'");

            assertThat(world.run(0, "plan", world.specification()).out())
                    .contains("fail the check 'row-count'", "validation: {filled: 1 partition}");
            world.assumeProved();
            assertThat(world.run(3, "run", world.specification()).err()).contains("row-count");
        }
    }

    @Test
    void moreThanDeclaredHaltsWithTheNumber() throws Exception {
        String specification =
                SmallLake.specification(SmallWorld.ID).replace(UNCHANGED, UNCHANGED + "\n  filled: 2 partitions");
        try (SmallWorld world = SmallWorld.create(dir, specification)) {
            world.lake().sql("delete from finance.revenue where day between date'2026-01-07' and date'2026-01-09'");
            world.assumeProved();

            assertThat(world.run(3, "run", world.specification()).err())
                    .contains("'partitions'", "at most 2 filled, none emptied", "3 filled, 0 emptied");
        }
    }

    @Test
    void daysAreEmptiedAsDeclared() throws Exception {
        String specification =
                SmallLake.specification(SmallWorld.ID).replace(UNCHANGED, UNCHANGED + "\n  emptied: 1 partition");
        try (SmallWorld world = SmallWorld.create(dir, specification)) {
            world.lake().sql("delete from staging.events where day = date'2026-01-07'");

            published(world);

            assertThat(world.lake().range()).isEqualTo("540 rows, gross 55621.00, net 49680.00");
        }
    }

    private static void published(SmallWorld world) {
        world.assumeProved();
        world.run(0, "run", world.specification());
        world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
        world.run(0, "publish", SmallWorld.ID);
        world.run(0, "verify", SmallWorld.ID);
    }
}
