package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** O5: a sample of the rows is derived again from the sources as they were. */
final class SpotCheckIT {
    private static final String ID = SmallWorld.ID;

    @TempDir
    private Path dir;

    @Test
    void derivesRowsAgainBeforeAndAfterPublication() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            assertThat(world.run(2, "verify", ID, "--confidence", "99%").err()).contains("they go with --spot-check");
            assertThat(world.run(2, "verify", ID, "--spot-check", "100%").err())
                    .contains("no sample shows that all rows are right");
            world.assumeProved();
            world.run(0, "run", world.specification());
            assertThat(world.run(2, "verify", ID).err()).contains("verify tax-fix --spot-check 99.9%");

            TestProgram.Outcome some = world.run(0, "verify", ID, "--spot-check", "95%", "--seed", "1", "-o", "json");
            assertThat(some.json().at("/spot_check/rows").asLong()).isBetween(59L, 130L);
            assertThat(some.json().at("/spot_check/share_shown").asDouble()).isGreaterThanOrEqualTo(0.95);
            assertThat(world.run(0, "verify", ID, "--spot-check", "99.9%").out())
                    .contains(
                            "tax-fix is BUILT, nothing of it is published",
                            "spot check: all 560 rows were derived again from the pinned sources, each is stored as it is derived",
                            "not compared, since volatile or with a tolerance: computed_at");

            // the sources go on; what was derived came from how they were
            world.lake().sql("update staging.events set tax = tax + 1");
            world.run(0, "approve", ID, "--by", "olga", "--reason", "the figures are right");
            world.run(0, "publish", ID);
            assertThat(world.run(0, "verify", ID, "--spot-check", "95%", "--confidence", "99%", "--seed", "2")
                            .out())
                    .contains("each as approved", "of all rows are, with a confidence of 99%");
        }
    }

    /** As if the transform gave another result for one shop each time; a real one is refused by plan, or found by prove. */
    @Test
    void findsRowsThatAreNotStoredAsTheyAreDerived() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            Path frozen = world.folder().resolve("state/backfills").resolve(ID).resolve("specification.yaml");
            String approved = Files.readString(frozen);
            String other = approved.replace("gross - tax as", "gross - tax - if(shop = 'shop-07', 0.01, 0) as");
            Files.writeString(frozen, other);

            TestProgram.Outcome before =
                    world.run(3, "verify", ID, "--spot-check", "99.9%", "--seed", "5", "-o", "json");
            assertThat(before.json().at("/passed").asBoolean(true)).isFalse();
            assertThat(before.json().at("/spot_check/differing").asLong()).isEqualTo(28);

            Files.writeString(frozen, approved);
            world.run(0, "publish", ID);
            Files.writeString(frozen, other);
            assertThat(world.run(3, "verify", ID, "--spot-check", "99.9%", "--seed", "5")
                            .out())
                    .contains(
                            "not all is as it should be",
                            "28 of them are not stored as they are derived (not compared, since volatile or with a tolerance: computed_at), the first: {\"day\":\"2026-01-05\",\"shop\":\"shop-07\"}",
                            "--seed 5 draws the same rows again");
        }
    }

    /** As if its proof had met a partition without ties. */
    @Test
    void findsWhatDependsOnTheOrderOfRows() throws IOException {
        String specification = SmallLake.specification(ID)
                .replace("gross - tax as", "row_number() over (partition by day order by tax) as")
                .replace("  revenue_delta_expected: \"-12% to -9%\"\n  measures:\n    revenue: sum(net)\n", "");
        try (SmallWorld world = SmallWorld.create(dir, specification)) {
            world.approved();

            assertThat(world.run(3, "verify", ID, "--spot-check", "99.9%", "--seed", "5")
                            .out())
                    .contains("of them are not stored as they are derived");
        }
    }

    @Test
    void saysThatASourceForgotWhatItWas() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.assumeProved();
            world.run(0, "run", world.specification());
            world.lake().sql("insert into staging.events select * from staging.events where shop = 'shop-01'");
            world.lake().sql("alter table staging.events drop tag amend_tax_fix_events");
            world.lake()
                    .sql(
                            "call lake.system.expire_snapshots(table => 'staging.events', older_than => timestamp'2099-01-01 00:00:00', retain_last => 1)");

            assertThat(world.run(2, "verify", ID, "--spot-check", "99.9%").err())
                    .contains("of staging.events, which they were derived from, was expired", "source events");
            world.run(0, "approve", ID, "--by", "olga", "--reason", "the figures are right");
            world.run(0, "publish", ID);
            world.lake().sql("delete from finance.revenue where day = date'2026-01-15' and shop = 'shop-07'");
            TestProgram.Outcome verified = world.run(4, "verify", ID, "--spot-check", "99.9%");
            assertThat(verified.out()).contains("others changed the range since");
            assertThat(verified.err()).contains("which they were derived from, was expired");
        }
    }
}
