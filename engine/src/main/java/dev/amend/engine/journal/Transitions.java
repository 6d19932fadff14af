package dev.amend.engine.journal;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Moves one backfill from state to state, each move once, and each on record. */
final class Transitions {
    private final JournalKeys keys;
    private final JournalObjects objects;
    private final Clock clock;

    Transitions(JournalKeys keys, JournalObjects objects, Clock clock) {
        this.keys = keys;
        this.objects = objects;
        this.clock = clock;
    }

    StatusRecord status() {
        return objects.read(keys.status(), StatusRecord.class).orElse(StatusRecord.READY);
    }

    /**
     * The state first, its event second: a move that another one overtook leaves no event. If the process dies between
     * the two, the next move writes the event that is missing.
     *
     * @param epoch of the lease; empty for a person
     * @param fence asked with the present record before it is replaced
     * @throws IllegalStateException if that is no legal move
     */
    StatusRecord move(BackfillState next, Actor by, String reason, Optional<Long> epoch, Consumer<StatusRecord> fence) {
        StatusRecord after = objects.update(keys.status(), StatusRecord.class, stored -> {
            StatusRecord before = stored.orElse(StatusRecord.READY);
            fence.accept(before);
            recordEvent(before);
            return moved(before, next, by, reason, epoch.orElse(before.epoch()));
        });

        recordEvent(after);
        return after;
    }

    private StatusRecord moved(StatusRecord before, BackfillState next, Actor by, String reason, long epoch) {
        if (before.state() == next) {
            return before.withReason(reason, epoch);
        }
        if (!before.state().canBecome(next)) {
            throw new IllegalStateException(
                    "Backfill %s can't go from %s to %s".formatted(keys.id(), before.state(), next));
        }
        return new StatusRecord(
                next, before.state(), reason, clock.instant(), by.name(), by.run(), epoch, before.moves() + 1);
    }

    private void recordEvent(StatusRecord status) {
        String suffix =
                "-status-%d-%s".formatted(status.moves(), status.state().name().toLowerCase(Locale.ROOT));
        if (status.moves() == 0 || objects.hasSuffix(keys.events(), suffix)) {
            return;
        }

        EventRecord event = new EventRecord(
                status.since(),
                EventRecord.Kind.STATUS,
                "",
                status.before().name(),
                status.state().name(),
                status.by(),
                status.run(),
                status.reason());
        objects.append(keys.events(), suffix, event);
    }
}
