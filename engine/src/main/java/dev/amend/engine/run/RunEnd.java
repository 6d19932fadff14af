package dev.amend.engine.run;

import java.util.List;
import java.util.function.Function;

/** The way in which a run ended. */
public sealed interface RunEnd {

    <T> T fold(Function<Completed, T> onCompleted, Function<Halted, T> onHalted, Function<Stopped, T> onStopped);

    /** Every batch is in the shadow and reconciled. */
    record Completed() implements RunEnd {
        @Override
        public <T> T fold(
                Function<Completed, T> onCompleted, Function<Halted, T> onHalted, Function<Stopped, T> onStopped) {
            return onCompleted.apply(this);
        }
    }

    /** A check failed, or there was an error that a retry cannot correct. */
    record Halted(List<String> reasons) implements RunEnd {

        public Halted {
            reasons = List.copyOf(reasons);
        }

        @Override
        public <T> T fold(
                Function<Completed, T> onCompleted, Function<Halted, T> onHalted, Function<Stopped, T> onStopped) {
            return onHalted.apply(this);
        }
    }

    /** The run stopped before the end on purpose; the same command continues it. */
    record Stopped(Stop stop, String reason) implements RunEnd {

        @Override
        public <T> T fold(
                Function<Completed, T> onCompleted, Function<Halted, T> onHalted, Function<Stopped, T> onStopped) {
            return onStopped.apply(this);
        }
    }

    /** The reason why a run stops before the end. */
    enum Stop {
        PAUSED(7),
        CANCELLED(7),
        /** {@code --max-batches} is reached, or {@code --stop-after} has passed. */
        LIMIT(7),
        /** Waiting took longer than {@code release_after}. */
        WAITED_TOO_LONG(75);

        private final int exitCode;

        Stop(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }
}
