package dev.amend.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.step.StepListener;
import java.nio.file.Path;
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

    /** The first moment of a day, in seconds. */
    private static String moment(SparkSession session) {
        return String.valueOf(session.sql("select unix_timestamp(timestamp'2026-01-05 12:00:00')")
                .first()
                .get(0));
    }
}
