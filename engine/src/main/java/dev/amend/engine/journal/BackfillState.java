package dev.amend.engine.journal;

import java.util.EnumSet;
import java.util.Set;

/** The state of a backfill. What people want of the backfill is stored separately, in {@link Control}. */
public enum BackfillState {
    READY("Planned or proved; no run has begun"),
    RUNNING("A run builds and reconciles batches, or died doing so and is continued by the next one"),
    WAITING("A run waits by itself and goes on by itself; the reason says for what"),
    PAUSED("It was stopped before the end on purpose: by a person, a limit of the run, or the end of its process"),
    HALTED("A check failed, or an error that a retry cannot correct; a person must act"),
    BUILT("Every batch is in the shadow and reconciled; the owner's decision is due"),
    APPROVED("The owner approved the report; it can be published"),
    PUBLISHED("Consumers read the corrected data; it can be rolled back"),
    ROLLED_BACK("Consumers read the old data again"),
    CANCELLED("A person gave it up; nothing of it was published"),
    RETIRED("The rollback window is over; shadow, tags and old files were let go");

    private final String sentence;

    BackfillState(String sentence) {
        this.sentence = sentence;
    }

    /** The meaning of the state, as a sentence for people. */
    public String sentence() {
        return sentence;
    }

    public boolean canBecome(BackfillState next) {
        return nextStates().contains(next);
    }

    /** Returns whether no other state can follow. */
    public boolean isFinal() {
        return nextStates().isEmpty();
    }

    /** Returns whether a run must finish before there is a result to decide on. */
    public boolean isBeforeBuilt() {
        return switch (this) {
            case READY, RUNNING, WAITING, PAUSED, HALTED -> true;
            case BUILT, APPROVED, PUBLISHED, ROLLED_BACK, CANCELLED, RETIRED -> false;
        };
    }

    private Set<BackfillState> nextStates() {
        return switch (this) {
            case READY -> EnumSet.of(RUNNING, CANCELLED);
            case RUNNING -> EnumSet.of(WAITING, PAUSED, HALTED, BUILT, CANCELLED);
            case WAITING -> EnumSet.of(RUNNING, PAUSED, HALTED, CANCELLED);
            case PAUSED -> EnumSet.of(RUNNING, CANCELLED);
            case HALTED -> EnumSet.of(RUNNING, BUILT, CANCELLED);
            case BUILT -> EnumSet.of(APPROVED, RUNNING, HALTED, CANCELLED);
            case APPROVED -> EnumSet.of(PUBLISHED, BUILT, RUNNING, HALTED, CANCELLED);
            case PUBLISHED -> EnumSet.of(ROLLED_BACK, RETIRED);
            case ROLLED_BACK, CANCELLED -> EnumSet.of(RETIRED);
            case RETIRED -> EnumSet.noneOf(BackfillState.class);
        };
    }
}
