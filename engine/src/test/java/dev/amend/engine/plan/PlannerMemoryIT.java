package dev.amend.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.specs.Specification;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlannerMemoryIT {

    @TempDir
    private Path dir;

    @Test
    void aRangeThatTheDriverCannotPublishIsRefusedWithTheSettingToChange() {
        try (SmallLake lake = SmallLake.create(dir)) {
            Specification specification =
                    SmallLake.read(SmallLake.specification("small")).specification();
            Instant now = Instant.parse("2026-06-01T10:00:00Z");

            Plan plan = new Planner(lake.lakehouse(), 1L << 30).plan(specification, now, Optional.empty());
            assertThat(plan.memory().oldFiles()).isEqualTo(28);
            assertThat(plan.memory().newFiles()).isEqualTo(28);

            assertThatThrownBy(
                            () -> new Planner(lake.lakehouse(), 200L << 20).plan(specification, now, Optional.empty()))
                    .isInstanceOf(AmendException.class)
                    .hasMessage(
                            "Cannot plan: publishing 28 new files for 28 old ones in finance.revenue, or rolling that back, takes about %d MiB of heap, and the driver has 201 MiB"
                                    .formatted((plan.memory().bytes() >> 20) + 1));
        }
    }
}
