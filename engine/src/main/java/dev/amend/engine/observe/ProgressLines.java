package dev.amend.engine.observe;

import dev.amend.engine.gates.Hold;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reports the progress of a run in a limited number of plain lines. */
public final class ProgressLines implements RunListener {
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(2);

    private final Consumer<String> say;
    private final Journal journal;
    private final Clock clock;
    private final AtomicLong rows = new AtomicLong();
    private Instant begun;
    private Instant said;

    public ProgressLines(Consumer<String> say, Journal journal, Clock clock) {
        this.say = say;
        this.journal = journal;
        this.clock = clock;
        this.begun = clock.instant();
        this.said = Instant.EPOCH;
    }

    @Override
    public void started(int done, int total) {
        begun = clock.instant();
        say.accept(
                done == 0
                        ? "Building %d batches".formatted(total)
                        : "Going on: %d of %d batches are done".formatted(done, total));
    }

    @Override
    public void built(Batch batch, long written, Duration took) {
        rows.addAndGet(written);
    }

    @Override
    public synchronized void reconciled(Batch batch, Duration took) {
        List<BatchRecord> batches = journal.batches();
        long done = batches.stream()
                .filter(record -> record.state() == BatchState.RECONCILED)
                .count();
        boolean due = Duration.between(said, clock.instant()).compareTo(AT_MOST_EVERY) >= 0;
        if (!due && done < batches.size()) {
            return;
        }

        said = clock.instant();
        Optional<PlanRecord> plan = journal.plan();
        double seconds = Math.max(1, Duration.between(begun, said).toMillis()) / 1000.0;
        say.accept("  %d of %d batches, %.0f %%, %,d rows written (%,.0f a second), to go: %s"
                .formatted(
                        done,
                        batches.size(),
                        100 * plan.map(found -> Eta.progress(found, batches)).orElse(0.0),
                        rows.get(),
                        rows.get() / seconds,
                        done == batches.size()
                                ? "nothing"
                                : plan.map(found -> Eta.of(found, batches)).orElse(Eta.MEASURING)));
    }

    @Override
    public void failed(Batch batch, String reason) {
        say.accept("  FAILED %s".formatted(reason));
    }

    @Override
    public void waiting(List<Hold> holds) {
        say.accept("  waiting for "
                + holds.stream().map(hold -> hold.gate() + ": " + hold.reason()).collect(Collectors.joining("; ")));
    }

    @Override
    public void goesOn(Duration waited) {
        say.accept("  going on after %d s".formatted(waited.toSeconds()));
    }

    @Override
    public void warned(String sentence) {
        say.accept("amend: warning: " + sentence);
    }

    @Override
    public void stopping(String reason) {
        say.accept("  stopping: %s; the batches in flight finish".formatted(reason));
    }
}
