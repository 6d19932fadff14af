package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Control.Mode;
import dev.amend.engine.journal.Control.Wanted;
import dev.amend.engine.run.RunEnd.Stop;
import dev.amend.engine.run.RunEnd.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SafePointTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final ManualClock clock = new ManualClock("2026-06-01T11:59:59Z");

    private static Control wanted(Wanted wanted, Mode mode) {
        return new Control(wanted, "olga", NOON, "month end", mode, Map.of());
    }

    private SafePoint safePoint(Control control, RunLimits limits) {
        return new SafePoint(() -> control, Optional::empty, limits, clock);
    }

    @Test
    void goesOnWhileNobodySaysOtherwise() {
        SafePoint safePoint = safePoint(Control.DEFAULTS, RunLimits.NONE);

        IntStream.range(0, 1_000).forEach(batch -> safePoint.beginBatch());

        assertThat(safePoint.stop()).isEmpty();
        assertThat(safePoint.cancelsJobs()).isFalse();
    }

    @Test
    void drainsWhenPaused() {
        SafePoint safePoint = safePoint(wanted(Wanted.PAUSE, Mode.DRAIN), RunLimits.NONE);

        assertThat(safePoint.stop()).contains(new Stopped(Stop.PAUSED, "PAUSE by olga: month end"));
        assertThat(safePoint.cancelsJobs()).isFalse();
    }

    @Test
    void cancelsJobsWhenPausedNow() {
        assertThat(safePoint(wanted(Wanted.PAUSE, Mode.NOW), RunLimits.NONE).cancelsJobs())
                .isTrue();
    }

    @Test
    void cancelsJobsWhenCancelledInEitherWay() {
        for (Mode mode : Mode.values()) {
            SafePoint safePoint = safePoint(wanted(Wanted.CANCEL, mode), RunLimits.NONE);

            assertThat(safePoint.stop()).contains(new Stopped(Stop.CANCELLED, "CANCEL by olga: month end"));
            assertThat(safePoint.cancelsJobs()).isTrue();
        }
    }

    @Test
    void forgetsAPauseNowOnceItIsResumed() {
        assertThat(safePoint(wanted(Wanted.RUN, Mode.NOW), RunLimits.NONE).cancelsJobs())
                .isFalse();
    }

    @Test
    void pausesThisRunAloneWhenTheProcessIsAskedToEnd() {
        SafePoint safePoint = new SafePoint(
                () -> Control.DEFAULTS, () -> Optional.of("the process was asked to end"), RunLimits.NONE, clock);

        assertThat(safePoint.stop()).contains(new Stopped(Stop.PAUSED, "the process was asked to end"));
    }

    @Test
    void beginsNoMoreBatchesThanAllowed() {
        SafePoint safePoint = safePoint(Control.DEFAULTS, new RunLimits(2, Optional.empty()));

        safePoint.beginBatch();
        assertThat(safePoint.stop()).isEmpty();
        safePoint.beginBatch();
        assertThat(safePoint.stop()).contains(new Stopped(Stop.LIMIT, "--max-batches 2 reached"));
    }

    @Test
    void beginsNoBatchAfterItsTime() {
        SafePoint safePoint = safePoint(Control.DEFAULTS, new RunLimits(9, Optional.of(NOON)));
        assertThat(safePoint.stop()).isEmpty();

        clock.sleep(Duration.ofSeconds(1));

        assertThat(safePoint.stop()).contains(new Stopped(Stop.LIMIT, "it is after 2026-06-01T12:00:00Z"));
    }

    @Test
    void obeysAPersonBeforeALimit() {
        SafePoint safePoint =
                safePoint(wanted(Wanted.CANCEL, Mode.DRAIN), new RunLimits(1, Optional.of(Instant.EPOCH)));

        safePoint.beginBatch();

        assertThat(safePoint.stop()).map(Stopped::stop).contains(Stop.CANCELLED);
    }

    @Test
    void refusesALimitOfNoBatches() {
        assertThatThrownBy(() -> new RunLimits(0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid --max-batches: 0 is less than 1");
    }

    @Test
    void saysByItsExitCodeWhetherToTryAgainLater() {
        assertThat(Stop.PAUSED.exitCode()).isEqualTo(7);
        assertThat(Stop.CANCELLED.exitCode()).isEqualTo(7);
        assertThat(Stop.LIMIT.exitCode()).isEqualTo(7);
        assertThat(Stop.WAITED_TOO_LONG.exitCode()).isEqualTo(75);
    }
}
