package dev.amend.engine.journal;

import dev.amend.specs.BackfillId;
import java.time.Clock;
import java.util.List;

/** The journals of all backfills in one state store. */
public class Journals {

    public Journals(StateStore store, Clock clock) {}

    /** The journal of a backfill that something is recorded of. */
    public Journal open(BackfillId id) {
        throw new UnsupportedOperationException();
    }

    /** The journal of a backfill that may be new: for {@code plan}, {@code prove} and {@code run}. Writes nothing. */
    public Journal openOrNew(BackfillId id) {
        throw new UnsupportedOperationException();
    }

    public List<BackfillId> list() {
        throw new UnsupportedOperationException();
    }
}
