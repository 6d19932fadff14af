package dev.amend.engine.process;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices a request to end this process. A run treats it as a pause of this run only: it stops at its next safe point,
 * hands its lease back, and ends with its own exit code. A release treats it as a withdrawal until it commits, and puts
 * it off from then on. A second request ends the process at once, unless it is put off.
 *
 * <p>It handles signals and is not a shutdown hook: once the JVM shuts down, its exit code is fixed, and Spark ends the
 * jobs that were to be drained.
 */
public final class Termination implements AutoCloseable {
    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

    private @Nullable String asked;
    private boolean isPutOff;
    private List<Runnable> putBack = List.of();

    private Termination() {}

    /** Watches for requests from now until closed. */
    public static Termination watch() {
        Termination termination = new Termination();
        termination.putBack = SIGNALS.stream()
                .flatMap(name -> Signals.handle(name, () -> termination.signalled(name)).stream())
                .toList();
        return termination;
    }

    /** Returns one that receives no signal. */
    public static Termination unwatched() {
        return new Termination();
    }

    /** The reason why the process should end; empty if there was no request. */
    public synchronized Optional<String> asked() {
        return Optional.ofNullable(asked);
    }

    /**
     * Ignores requests to end this process from now until closed. Harmless when repeated.
     *
     * @return the earlier request to end, because of which nothing is put off
     */
    public synchronized Optional<String> putOff() {
        if (!isPutOff && asked != null) {
            return Optional.of(asked);
        }
        isPutOff = true;
        return Optional.empty();
    }

    /** Returns whether this process is ending, so that services such as Spark are stopped while work continues. */
    public static boolean isProcessEnding() {
        Thread asksOnly = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(asksOnly);
            Runtime.getRuntime().removeShutdownHook(asksOnly);
            return false;
        } catch (IllegalStateException e) {
            // the only sign that Runtime gives that the shutdown has begun
            return true;
        }
    }

    synchronized Signals.Answer signalled(String name) {
        boolean first = asked == null;
        if (first) {
            asked = "the process was asked to end (SIG%s)".formatted(name);
        }
        return first || isPutOff ? Signals.Answer.HANDLED : Signals.Answer.AS_BEFORE;
    }

    /** Restores the previous handling of signals. Harmless when repeated. */
    public void endWatch() {
        putBack.forEach(Runnable::run);
        putBack = List.of();
    }

    @Override
    public void close() {
        endWatch();
    }
}
