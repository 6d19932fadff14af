package dev.amend.engine.journal;

import dev.amend.engine.store.StateObjects;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Moves one backfill from state to state. Each move happens once and is recorded. */
final class Transitions {
    private final JournalKeys keys;
    private final StateObjects objects;
    private final Clock clock;

    Transitions(JournalKeys keys, StateObjects objects, Clock clock) {
        this.keys = keys;
        this.objects = objects;
        this.clock = clock;
    }

    StatusRecord status() {
        return objects.read(keys.status(), StatusRecord.class).orElse(StatusRecord.READY);
    }

    /**
     * Writes the state first and its event second, so a move that lost against another one leaves no event. If the
     * process dies between the two, the next move writes the missing event.
     *
     * @param epoch the epoch of the lease; empty for a person
     * @param fence called with the present record before it is replaced
     * @throws IllegalStateException if the move is not legal
     */
    StatusRecord move(Move move, Optional<Long> epoch, Consumer<StatusRecord> fence) {
        StatusRecord after = objects.update(keys.status(), StatusRecord.class, stored -> {
            StatusRecord before = stored.orElse(StatusRecord.READY);
            fence.accept(before);
            recordEvent(before);
            return moved(before, move, epoch.orElse(before.epoch()));
        });

        recordEvent(after);
        return after;
    }

    /**
     * A requested move.
     *
     * @param decisions how many decisions are on record, if the last of them requests this move
     * @param waits what the run waits for from then on
     */
    record Move(BackfillState next, Actor by, String reason, Optional<Integer> decisions, List<Wait> waits) {

        Move(BackfillState next, Actor by, String reason) {
            this(next, by, reason, Optional.empty(), List.of());
        }
    }

    /** Moves the backfill only from one of these states; asks again for the move if someone else moved it meanwhile. */
    StatusRecord moveIf(Set<BackfillState> from, Supplier<Move> asked) {
        StatusRecord after = objects.update(keys.status(), StatusRecord.class, stored -> {
            StatusRecord before = stored.orElse(StatusRecord.READY);
            if (!from.contains(before.state())) {
                return before;
            }
            recordEvent(before);
            Move move = asked.get();
            return moved(before, move, before.epoch());
        });

        recordEvent(after);
        return after;
    }

    private StatusRecord moved(StatusRecord before, Move move, long epoch) {
        boolean stays = before.state() == move.next();
        if (!stays && !before.state().canBecome(move.next())) {
            throw new IllegalStateException(
                    "Backfill %s can't go from %s to %s".formatted(keys.id(), before.state(), move.next()));
        }
        return new StatusRecord(
                move.next(),
                stays ? before.before() : before.state(),
                move.reason(),
                stays && isOfSameRun(before, move.by()) ? before.since() : clock.instant(),
                move.by().name(),
                move.by().run(),
                epoch,
                stays ? before.moves() : before.moves() + 1,
                move.decisions().orElse(before.decisions()),
                move.waits());
    }

    /** A run that renews its reason keeps the time of its first one. */
    private static boolean isOfSameRun(StatusRecord before, Actor by) {
        return !by.run().isEmpty() && by.run().equals(before.run());
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
