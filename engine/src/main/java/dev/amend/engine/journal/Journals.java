package dev.amend.engine.journal;

import dev.amend.engine.store.StateCode;
import dev.amend.engine.store.StateObjects;
import dev.amend.engine.store.StateStore;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.SpecificationException;
import dev.amend.specs.text.Reason;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The journals of all backfills in one state store. */
public final class Journals {
    private static final int CLOSE_ENOUGH = 3;

    private final StateObjects objects;
    private final Clock clock;

    public Journals(StateStore store, Clock clock) {
        this.objects = new StateObjects(store);
        this.clock = clock;
    }

    /**
     * Opens the journal of a backfill that has a record.
     *
     * @throws dev.amend.specs.error.AmendException of code {@link JournalCode#UNKNOWN_BACKFILL} if there is none, or
     *     naming what is missing or damaged
     */
    public Journal open(BackfillId id) {
        snapshot(id);
        return openOrNew(id);
    }

    /**
     * Reads the journal of a backfill that has a record, each of its objects once. It can't be written to.
     *
     * @throws dev.amend.specs.error.AmendException as {@link #open} does
     */
    public Journal snapshot(BackfillId id) {
        if (!exists(id)) {
            throw JournalCode.unknownBackfill(
                    id.value(), objects.store().location(JournalKeys.BACKFILLS), nearest(id.value()));
        }
        return reading(id, () -> {
            Wholeness wholeness = wholeness(id);
            Journal snapshot = wholeness.snapshot();
            wholeness.requireLease(snapshot);
            return snapshot;
        });
    }

    /**
     * Opens the journal of a backfill, possibly a new one, that is going to be proved or run. Its lease may have been
     * deleted by hand: the next run takes one of a later epoch.
     *
     * @throws dev.amend.specs.error.AmendException naming what is missing or damaged
     */
    public Journal openToRun(BackfillId id) {
        return reading(id, () -> {
            wholeness(id).snapshot();
            return openOrNew(id);
        });
    }

    /** Opens the journal of a backfill, possibly a new one, without checking it. Writes nothing. */
    public Journal openOrNew(BackfillId id) {
        return new Journal(new JournalKeys(id), objects, clock);
    }

    /**
     * Reads from one backfill's journal. Any failure is reported as damage to the journal, because a run never writes
     * content that causes one.
     *
     * @throws dev.amend.specs.error.AmendException and no other exception
     */
    public <T> T reading(BackfillId id, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (AmendException e) {
            throw e;
        } catch (SpecificationException e) {
            throw unreadable(
                    new JournalKeys(id).specification(), e.problems().get(0).message(), e);
        } catch (RuntimeException e) {
            throw unreadable(new JournalKeys(id).folder(), Reason.of(e), e);
        }
    }

    private AmendException unreadable(String key, String reason, RuntimeException cause) {
        return StateCode.unreadable(key, objects.store().location(key), reason, cause);
    }

    private Wholeness wholeness(BackfillId id) {
        return new Wholeness(new JournalKeys(id), objects.store(), clock);
    }

    /** Returns whether the journal has any record of the backfill; a proof is enough. */
    public boolean exists(BackfillId id) {
        return objects.holdsObject(new JournalKeys(id).folder());
    }

    /** Every backfill with a record, in the order of their ids. */
    public List<BackfillId> list() {
        return objects.store().list(JournalKeys.BACKFILLS).stream()
                .filter(key -> key.endsWith("/"))
                .map(key -> key.substring(JournalKeys.BACKFILLS.length(), key.length() - 1))
                .flatMap(name -> parse(name).stream())
                .filter(this::mayExist)
                .toList();
    }

    /** Lists a backfill that can't be checked, too: opening it shows why, and it does not hide the others. */
    private boolean mayExist(BackfillId id) {
        try {
            return exists(id);
        } catch (AmendException e) {
            return true;
        }
    }

    private static Optional<BackfillId> parse(String name) {
        try {
            return Optional.of(new BackfillId(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<String> nearest(String id) {
        return list().stream()
                .map(BackfillId::value)
                .filter(other -> other.startsWith(id) || distance(id, other) <= CLOSE_ENOUGH)
                .min(Comparator.comparingInt(other -> distance(id, other)));
    }

    /** The number of letters to type, delete or change to turn one text into the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }

        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[b.length()];
    }
}
