package dev.amend.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.engine.hooks.StepListener;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B4: what a session makes of a moment does not depend on who started Spark, or where. */
final class LakehouseIT {
    private static final String ZONE = "spark.sql.session.timeZone";
    private static final String FAR_AWAY = "Pacific/Kiritimati";

    @TempDir
    private Path dir;

    @Test
    void givesEachBatchASessionInUtcAlsoWhereSomeoneElseStartedSpark() {
        try (SmallLake lake = SmallLake.create(dir)) {
            assertThat(moment(lake.spark())).isEqualTo("1767614400");
            SparkSession.clearActiveSession();
            SparkSession.clearDefaultSession();
            SparkSession foreign = SparkSession.builder().config(ZONE, FAR_AWAY).getOrCreate();
            assertThat(moment(foreign.newSession())).isEqualTo("1767564000");

            assertThat(moment(new Lakehouse(foreign, StepListener.NONE).newSession()))
                    .isEqualTo("1767614400");
        }
    }

    @Test
    void isInUtcItselfWhateverItsConfigurationSays() {
        try (SmallLake lake = SmallLake.create(dir, Map.of(ZONE, FAR_AWAY))) {
            assertThat(moment(lake.spark())).isEqualTo("1767614400");
        }
    }

    @Test
    void meansTheSameWhateverSparkWasStartedWith() {
        Map<String, String> hostile = Map.of(
                ZONE,
                FAR_AWAY,
                "spark.sql.ansi.enabled",
                "false",
                "spark.sql.storeAssignmentPolicy",
                "LEGACY",
                "spark.sql.caseSensitive",
                "true");
        try (SmallLake lake = SmallLake.create(dir, hostile)) {
            for (SparkSession session : List.of(lake.spark(), lake.lakehouse().newSession())) {
                assertThat(moment(session)).isEqualTo("1767614400");
                assertThat(session.sql("select SHOP from finance.revenue").columns())
                        .containsExactly("SHOP");
                assertThatThrownBy(() -> session.sql("select cast('x' as int)").collectAsList())
                        .hasMessageContaining("CAST_INVALID_INPUT");
                assertThatThrownBy(() -> session.sql("insert into staging.events values ('no date', 'shop-01', 1, 1)"))
                        .hasMessageContaining("INCOMPATIBLE_DATA_FOR_TABLE");
            }
        }
    }

    @Test
    void namesEverySettingThatASessionDoesNotTake() {
        try (SmallLake lake = SmallLake.create(dir)) {
            Lakehouse lakehouse = lake.lakehouse();
            Map<String, String> settings = Map.of(
                    "spark.sql.codegen.cache.maxEntries", "10",
                    "spark.sql.adaptive.enabld", "true",
                    "spark.sql.shuffle.partitions", "many",
                    "spark.sql.iceberg.locality.enabled", "false",
                    "spark.scheduler.pool", "backfill");

            assertThatThrownBy(() -> lakehouse.newSession(settings))
                    .asInstanceOf(type(AmendException.class))
                    .satisfies(e -> {
                        assertThat(e.code().kind()).isEqualTo(ErrorKind.USER);
                        assertThat(e.where()).isEqualTo("execution.spark");
                        assertThat(e)
                                .hasMessageStartingWith("Cannot set 3 setting(s) in a session of Spark ")
                                .hasMessageContainingAll(
                                        "spark.sql.adaptive.enabld is unknown or cannot be changed in a session; ",
                                        "spark.sql.codegen.cache.maxEntries is unknown or cannot be changed in a session; ",
                                        "spark.sql.shuffle.partitions: ");
                    });
        }
    }

    @Test
    void putsJobsIntoThePoolThatASpecificationNames() {
        try (SmallLake lake = SmallLake.create(dir)) {
            SparkSession session = lake.lakehouse().newSession(Map.of("spark.scheduler.pool", "backfill"));

            Lakehouse.describeJobs(session, new BackfillId("tax-fix"), "2026-01-05 build");

            assertThat(session.sparkContext().getLocalProperty("spark.scheduler.pool"))
                    .isEqualTo("backfill");
            session.sparkContext().setLocalProperty("spark.scheduler.pool", null);
        }
    }

    /** The first moment of a day, in seconds. */
    private static String moment(SparkSession session) {
        return String.valueOf(session.sql("select unix_timestamp(timestamp'2026-01-05 12:00:00')")
                .first()
                .get(0));
    }
}
