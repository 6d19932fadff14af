package dev.amend.engine.journal;

import dev.amend.engine.gates.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when it is told to: sleeping moves the clock, and repeated actions run on {@link #tick}. */
final class ManualScheduler implements Scheduler {
    private final ManualClock clock;
    private final List<Runnable> repeated = new ArrayList<>();
    private final List<Duration> slept = new ArrayList<>();
    private Runnable whileSleeping = () -> {};

    ManualScheduler(ManualClock clock) {
        this.clock = clock;
    }

    void tick() {
        List.copyOf(repeated).forEach(Runnable::run);
    }

    void whileSleeping(Runnable action) {
        whileSleeping = action;
    }

    List<Duration> slept() {
        return slept;
    }

    List<Runnable> repeated() {
        return repeated;
    }

    @Override
    public void sleep(Duration duration) {
        slept.add(duration);
        clock.move(duration);
        whileSleeping.run();
    }

    @Override
    public Repetition every(Duration interval, Runnable action) {
        repeated.add(action);
        return () -> repeated.remove(action);
    }
}
