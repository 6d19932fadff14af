package dev.amend.engine.run;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Notices that this process was asked to end, which is a pause for this run alone: it stops at its next safe point, hands
 * its lease back, and ends with an exit code of its own. Who asks a second time has the process ended at once.
 *
 * <p>It listens to signals and is no shutdown hook: once the JVM shuts down its exit code is settled, and Spark ends the
 * jobs that were to be drained.
 */
public final class Termination implements AutoCloseable {
    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

    private final AtomicReference<String> asked = new AtomicReference<>();
    private List<Runnable> putBack = List.of();

    private Termination() {}

    /** Watches from now until closed. */
    public static Termination watch() {
        Termination termination = new Termination();
        termination.putBack = SIGNALS.stream()
                .flatMap(name -> Signals.handle(name, () -> termination.signalled(name)).stream())
                .toList();
        return termination;
    }

    /** Why the run should stop; empty as long as nobody asked. */
    public Optional<String> asked() {
        return Optional.ofNullable(asked.get());
    }

    private Signals.Answer signalled(String name) {
        boolean first = asked.compareAndSet(null, "the process was asked to end (SIG%s)".formatted(name));
        return first ? Signals.Answer.HANDLED : Signals.Answer.AS_BEFORE;
    }

    @Override
    public void close() {
        putBack.forEach(Runnable::run);
    }
}
