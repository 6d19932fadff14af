package dev.amend.publish.simulation;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/** What a catalog does with a commit, and what it says. */
enum Answer {
    HONEST(Fate.APPLIED),
    APPLIED_BUT_CONFLICT(Fate.APPLIED),
    APPLIED_BUT_DROPPED(Fate.APPLIED),
    APPLIED_BUT_UNKNOWN(Fate.APPLIED),
    LOST_AND_CONFLICT(Fate.LOST),
    LOST_AND_DROPPED(Fate.LOST),
    LOST_AND_UNKNOWN(Fate.LOST),
    LATE_AND_DROPPED(Fate.LATE),
    LATE_AND_UNKNOWN(Fate.LATE);

    /** Stock commits of Iceberg survive these, and no others. */
    static final List<Answer> FOR_STOCK_COMMITS = List.of(APPLIED_BUT_UNKNOWN, LOST_AND_UNKNOWN, LATE_AND_UNKNOWN);

    static final List<Answer> FAULTS = List.of(values()).subList(1, values().length);

    /** What becomes of the commit. */
    enum Fate {
        APPLIED,
        LOST,
        /** It arrives after the answer. */
        LATE
    }

    private final Fate fate;

    Answer(Fate fate) {
        this.fate = fate;
    }

    Fate fate() {
        return fate;
    }

    Optional<RuntimeException> failure() {
        return switch (this) {
            case HONEST -> Optional.empty();
            case APPLIED_BUT_CONFLICT, LOST_AND_CONFLICT -> Optional.of(new CommitFailedException("409"));
            case APPLIED_BUT_DROPPED, LOST_AND_DROPPED, LATE_AND_DROPPED -> Optional.of(new CatalogDown());
            case APPLIED_BUT_UNKNOWN, LOST_AND_UNKNOWN, LATE_AND_UNKNOWN ->
                Optional.of(new CommitStateUnknownException(new CatalogDown()));
        };
    }
}
