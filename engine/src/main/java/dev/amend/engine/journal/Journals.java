package dev.amend.engine.journal;

import dev.amend.specs.BackfillId;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The journals of all backfills in one state store. */
public final class Journals {
    private static final int CLOSE_ENOUGH = 3;

    private final JournalObjects objects;
    private final Clock clock;

    public Journals(StateStore store, Clock clock) {
        this.objects = new JournalObjects(store);
        this.clock = clock;
    }

    /**
     * The journal of a backfill that something is recorded of.
     *
     * @throws dev.amend.specs.AmendException of code {@link JournalCode#UNKNOWN_BACKFILL} if nothing is
     */
    public Journal open(BackfillId id) {
        if (!exists(id)) {
            throw JournalCode.unknownBackfill(
                    id.value(), objects.store().location(JournalKeys.BACKFILLS), nearest(id.value()));
        }
        return openOrNew(id);
    }

    /** The journal of a backfill that may be new: for {@code plan}, {@code prove} and {@code run}. Writes nothing. */
    public Journal openOrNew(BackfillId id) {
        return new Journal(new JournalKeys(id), objects, clock);
    }

    /** Whether anything is recorded of it: a proof is enough. */
    public boolean exists(BackfillId id) {
        return !objects.store().list(new JournalKeys(id).folder()).isEmpty();
    }

    /** Every backfill, in the order of their ids. */
    public List<BackfillId> list() {
        return objects.store().list(JournalKeys.BACKFILLS).stream()
                .filter(key -> key.endsWith("/"))
                .map(key -> key.substring(JournalKeys.BACKFILLS.length(), key.length() - 1))
                .flatMap(name -> parse(name).stream())
                .toList();
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

    /** How many letters must be typed, deleted or changed to make one of the other. */
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
