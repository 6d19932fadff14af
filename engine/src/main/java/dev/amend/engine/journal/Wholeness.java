package dev.amend.engine.journal;

import dev.amend.engine.store.ReadOnceStore;
import dev.amend.engine.store.StateCode;
import dev.amend.engine.store.StateObjects;
import dev.amend.engine.store.StateStore;
import dev.amend.specs.error.AmendException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that a journal has every object whose existence its other objects prove. A missing object is named, and never
 * treated as something that did not happen.
 */
final class Wholeness {
    private static final Set<BackfillState> WITH_ALL_BATCHES =
            EnumSet.of(BackfillState.BUILT, BackfillState.APPROVED, BackfillState.PUBLISHED);

    private static final int TRIES = 10;

    private final JournalKeys keys;
    private final StateStore store;
    private final Clock clock;

    Wholeness(JournalKeys keys, StateStore store, Clock clock) {
        this.keys = keys;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Reads a journal once, again if a run moved the backfill meanwhile: an object that is just being written is not
     * missing.
     *
     * @return the journal as it was read, which can't be written to
     * @throws dev.amend.specs.error.AmendException naming the missing object, and the proof that it existed
     */
    Journal snapshot() {
        for (int tries = 1; ; tries++) {
            StateObjects objects = new StateObjects(new ReadOnceStore(store));
            Journal journal = new Journal(keys, objects, clock);
            try {
                new Check(journal, objects).require();
                return journal;
            } catch (AmendException e) {
                StatusRecord now = new Journal(keys, new StateObjects(store), clock).status();
                if (tries == TRIES || now.equals(journal.status())) {
                    throw e;
                }
            }
        }
    }

    /** @throws dev.amend.specs.error.AmendException if a run began and there is no lease: it may still be working */
    void requireLease(Journal snapshot) {
        if (snapshot.status().epoch() > 0 && store.read(keys.lease()).isEmpty()) {
            throw missing(keys.lease(), "status.json says that a run has begun");
        }
    }

    /** The number of the move in an event's name. */
    private static long move(String event) {
        String digits = event.replaceFirst("^.*-status-", "").replaceFirst("\\D.*", "");
        return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
    }

    private static String event(String batchId) {
        return "-batch-%s-".formatted(JournalKeys.fileName(batchId).toLowerCase(Locale.ROOT));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private AmendException missing(String key, String evidence) {
        return StateCode.missing(key, store.location(key), evidence);
    }

    private AmendException outdated(String evidence, StatusRecord status) {
        return StateCode.outdated(
                keys.status(), store.location(keys.status()), status.state().name(), evidence);
    }

    /**
     * One check of a journal. The names of the events are read twice: {@code before} all records, to see that a record
     * is there which an event tells of, and {@code after} them, to see that an event is there which a record relies on.
     */
    private final class Check {
        private final Journal journal;
        private final StateObjects objects;
        private final List<String> before;
        private final StatusRecord status;
        private final Control control;
        private final Optional<CommitIntent> commit;
        private final Optional<PlanRecord> plan;
        private final List<BatchRecord> batches;
        private final List<String> after;

        Check(Journal journal, StateObjects objects) {
            this.journal = journal;
            this.objects = objects;
            this.before = objects.names(keys.events());
            this.status = journal.status();
            this.control = journal.control();
            this.commit = journal.commitIntent();
            this.plan = journal.plan();
            this.batches = plan.map(PlanRecord::batches).orElse(List.of()).stream()
                    .flatMap(planned -> journal.batch(planned.id()).stream())
                    .toList();
            this.after = objects.names(keys.events());
        }

        void require() {
            requireNoGaps();
            requireThere(keys.status(), "an event in events/ records a move", has(before, "-status-"));
            requireThere(keys.control(), "an event in events/ records a wish", has(before, "-control-"));
            requireMoves();
            boolean ran = status.epoch() > 0;
            requireThere(keys.specification(), "status.json says that a run has begun", ran);
            requireThere(keys.plan(), "status.json says that a run has begun", ran);
            requireWishes();
            requireDecisions();
            requireReleases();
            requirePlan();
            requireBatches();
        }

        private void requireNoGaps() {
            for (String folder : List.of(keys.events(), keys.approvals(), keys.releases())) {
                objects.gap(folder).ifPresent(number -> {
                    throw missing("%s%06d".formatted(folder, number), "those after it are there");
                });
            }
        }

        private void requireThere(String key, String evidence, boolean isProved) {
            if (isProved && objects.store().read(key).isEmpty()) {
                throw missing(key, evidence);
            }
        }

        private static boolean has(List<String> events, String part) {
            return events.stream().anyMatch(name -> name.contains(part));
        }

        private void requireEvent(String part, String evidence) {
            if (!has(after, part)) {
                throw missing("%s*%s*".formatted(keys.events(), part), evidence);
            }
        }

        /**
         * Requires an event for every move but the last: an event is written before the next move. The last move may
         * lack its event if the process died in between. No event is written before its move.
         */
        private void requireMoves() {
            for (long move = 1; move < status.moves(); move++) {
                requireEvent(
                        "-status-%d-".formatted(move),
                        "status.json says that the backfill was moved %d times".formatted(status.moves()));
            }

            String last = "-status-%d-%s.json".formatted(status.moves(), lower(status.state()));
            before.stream().filter(name -> name.contains("-status-")).forEach(name -> {
                boolean isOfLast = name.contains("-status-%d-".formatted(status.moves()));
                if (move(name) > status.moves() || (isOfLast && !name.endsWith(last))) {
                    throw outdated("events/" + name, status);
                }
            });
        }

        /** Requires the event of a request: it is written before the request. */
        private void requireWishes() {
            if (!control.by().isEmpty()) {
                requireEvent(
                        "-control-" + lower(control.wanted()),
                        "control.json says that %s wished it".formatted(control.by()));
            }
        }

        private void requireDecisions() {
            int counted = decisionsOnRecord();
            List<ApprovalRecord> decisions = journal.approvals();
            if (decisions.size() < counted) {
                throw missing(
                        "%s%06d".formatted(keys.approvals(), decisions.size() + 1),
                        "%d decisions are on record".formatted(counted));
            }
            if (decisions.isEmpty() && status.state() == BackfillState.APPROVED) {
                throw missing(keys.approvals() + "000001", "status.json says that it was approved");
            }
        }

        private int decisionsOnRecord() {
            long told =
                    before.stream().filter(name -> name.contains("-decision-")).count();
            int committed = commit.map(CommitIntent::decisions).orElse(0);
            return Math.max(Math.max(committed, status.decisions()), (int) told);
        }

        private void requireReleases() {
            Optional<ReleaseRecord.Kind> last =
                    journal.releases().stream().map(ReleaseRecord::kind).reduce((earlier, later) -> later);
            switch (status.state()) {
                case PUBLISHED -> requireRelease(last.isPresent(), "status.json says that it was published");
                case ROLLED_BACK ->
                    requireRelease(
                            last.equals(Optional.of(ReleaseRecord.Kind.ROLLBACK)),
                            "status.json says that it was rolled back");
                case READY, BUILT -> requireNoRelease(last.isEmpty());
                case APPROVED -> requireNoRelease(!last.equals(Optional.of(ReleaseRecord.Kind.ROLLBACK)));
                case RUNNING, WAITING, PAUSED, HALTED, CANCELLED, RETIRED -> {}
            }
        }

        /** Requires that there is no release: approval precedes a publication, and publication precedes a rollback. */
        private void requireNoRelease(boolean isNone) {
            if (!isNone) {
                List<String> releases = objects.names(keys.releases());
                throw outdated("releases/" + releases.get(releases.size() - 1), status);
            }
        }

        private void requireRelease(boolean isThere, String evidence) {
            if (!isThere) {
                throw missing(keys.releases(), evidence);
            }
        }

        /** Requires the event of a plan: it is written before the plan. */
        private void requirePlan() {
            plan.ifPresent(
                    found -> requireEvent("-plan-generation-" + found.generation(), "plan.json is of this generation"));
        }

        /** Requires the events of batches, which are written before the batches, and the batches that events tell of. */
        private void requireBatches() {
            Set<String> written = batches.stream().map(BatchRecord::id).collect(Collectors.toSet());
            plan.map(PlanRecord::batches).orElse(List.of()).stream()
                    .map(PlanRecord.PlannedBatch::id)
                    .filter(id -> !written.contains(id) && wasWritten(id))
                    .findFirst()
                    .ifPresent(id -> {
                        throw missing(keys.batch(id), "status or events tell that it was built");
                    });
            batches.forEach(this::requireTold);
        }

        private boolean wasWritten(String batchId) {
            return WITH_ALL_BATCHES.contains(status.state())
                    || before.stream()
                                    .filter(name -> name.contains(event(batchId)))
                                    .count()
                            > 1;
        }

        private void requireTold(BatchRecord batch) {
            String event = event(batch.id()) + lower(batch.state());
            boolean isTold = after.stream().anyMatch(name -> name.endsWith(event + ".json"));
            if (batch.state() != BatchState.DUE && !isTold) {
                throw missing(
                        "%s*%s*".formatted(keys.events(), event),
                        "the record of batch %s says %s".formatted(batch.id(), batch.state()));
            }
        }
    }
}
