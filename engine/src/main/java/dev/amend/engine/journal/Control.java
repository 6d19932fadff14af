package dev.amend.engine.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state that people want for a backfill: {@code control.json}. A run obeys at its next safe point.
 *
 * @param by the person who changed it last
 * @param mode how a run in flight stops
 * @param limits the limits that {@code throttle} wrote, such as {@code max_concurrency}; they override the
 *     specification's
 */
public record Control(Wanted wanted, String by, Instant at, String reason, Mode mode, Map<String, String> limits) {

    /** The wanted state. */
    public enum Wanted {
        RUN,
        PAUSE,
        CANCEL
    }

    /** The treatment of the batches in flight when a run is told to stop. */
    public enum Mode {
        /** They are finished. */
        DRAIN,
        /** Their Spark jobs are cancelled. */
        NOW
    }

    /** The values that apply until a person changes them. */
    public static final Control DEFAULTS = new Control(Wanted.RUN, "", Instant.EPOCH, "", Mode.DRAIN, Map.of());

    public Control {
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    public Control withWanted(Wanted newWanted, Mode newMode) {
        return new Control(newWanted, by, at, reason, newMode, limits);
    }

    public Control withLimits(Map<String, String> newLimits) {
        return new Control(wanted, by, at, reason, mode, newLimits);
    }

    /** The wanted state in one line. */
    String describe() {
        return wanted + (mode == Mode.NOW ? " now" : "") + (limits.isEmpty() ? "" : " " + limits);
    }

    Control saidBy(String person, Instant now, String why) {
        return new Control(wanted, person, now, why, mode, limits);
    }
}
