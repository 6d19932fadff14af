package dev.amend.publish.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.Warehouse;
import java.util.Map;
import org.apache.iceberg.view.ViewMetadata;
import org.junit.jupiter.api.Test;

final class GuardedViewTest {
    private final ViewBackfill backfill = ViewBackfill.planned(Warehouse.inMemory());

    @Test
    void refusesAViewThatWasReplacedSinceItWasLookedAt() {
        ViewMetadata seen = backfill.metadata();
        backfill.replaceView("select id from %s");

        assertRefused(seen, "the view is at version 2, not at 1");
    }

    @Test
    void refusesAViewThatWasMadeAnew() {
        ViewMetadata seen = backfill.metadata();
        backfill.place.views().dropView(backfill.place.viewId());
        backfill.replaceView("select id from %s");

        assertRefused(
                seen,
                "the view was replaced: its uuid is %s, not %s"
                        .formatted(backfill.metadata().uuid(), seen.uuid()));
    }

    private void assertRefused(ViewMetadata seen, String reason) {
        GuardedView view = new GuardedView(
                backfill.place, backfill.place.requiredView(), backfill.plan.id(), backfill.plan.epoch());

        assertThatThrownBy(() -> view.change(seen, GuardedViewTest::marked, now -> false))
                .isInstanceOf(ViewMoved.class)
                .hasMessage(reason);
        assertThat(backfill.metadata().properties()).doesNotContainKey("mark");
    }

    private static ViewMetadata marked(ViewMetadata base) {
        return ViewMetadata.buildFrom(base)
                .setProperties(Map.of("mark", "mine"))
                .build();
    }
}
