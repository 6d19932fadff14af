package dev.amend.engine.journal;

import dev.amend.engine.store.StateObjects;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The part of the journal that only the run with the lease may write. Every method checks the lease first and throws an
 * {@link dev.amend.specs.error.AmendException} of code {@link JournalCode#LEASE_LOST} if another run took it. A run may
 * be suspended between the check and the write. So records carry the epoch, and a record of a higher epoch is never
 * replaced.
 */
public final class RunJournal {
    private final Journal journal;
    private final JournalKeys keys;
    private final StateObjects objects;
    private final HeldLease lease;
    private final Clock clock;

    RunJournal(Journal journal, JournalKeys keys, StateObjects objects, HeldLease lease, Clock clock) {
        this.journal = journal;
        this.keys = keys;
        this.objects = objects;
        this.lease = lease;
        this.clock = clock;
    }

    public Journal journal() {
        return journal;
    }

    /** The epoch of the held lease. */
    public long epoch() {
        return lease.epoch();
    }

    /**
     * Freezes the specification, once.
     *
     * @return the frozen specification: this one, or the one that an earlier run froze
     */
    public String freeze(String specification) {
        lease.check();
        objects.store().create(keys.specification(), specification.getBytes(StandardCharsets.UTF_8));
        return journal.specification()
                .orElseThrow(() -> new IllegalStateException("Just created: " + keys.specification()));
    }

    /**
     * Records the first plan or the plan of a rebase. Harmless when repeated.
     *
     * @throws IllegalStateException if another plan of this generation or a later one is recorded
     */
    public void record(PlanRecord plan, String reason) {
        lease.check();
        Optional<PlanRecord> before = journal.plan();
        if (before.equals(Optional.of(plan))) {
            return;
        }

        before.ifPresent(known -> requireLater(plan, known));
        String from = before.map(known -> "generation " + known.generation()).orElse("");
        announce(EventRecord.Kind.PLAN, "", from, "generation " + plan.generation(), reason);
        objects.update(keys.plan(), PlanRecord.class, stored -> {
            stored.ifPresent(known -> requireLater(plan, known));
            return plan;
        });
    }

    /**
     * Records the progress of a batch and fills in the epoch. A change of state is announced before it is recorded:
     * after a crash between the two, the events may contain it twice, but never lack it.
     */
    public void record(BatchRecord batch, String reason) {
        lease.check();
        Optional<BatchRecord> before = journal.batch(batch.id());
        before.ifPresent(known -> fence(known.epoch()));

        BatchState from = before.map(BatchRecord::state).orElse(BatchState.DUE);
        if (from != batch.state()) {
            announce(
                    EventRecord.Kind.BATCH,
                    batch.id(),
                    from.name(),
                    batch.state().name(),
                    reason);
        }
        objects.update(keys.batch(batch.id()), BatchRecord.class, stored -> {
            stored.ifPresent(known -> fence(known.epoch()));
            return batch.withEpoch(lease.epoch());
        });
    }

    /** Adds a publication or rollback once, even when repeated after a crash. */
    public void record(ReleaseRecord release) {
        lease.check();
        List<ReleaseRecord> releases = journal.releases();
        boolean known = releases.stream()
                .anyMatch(other -> other.kind() == release.kind() && other.snapshot() == release.snapshot());
        if (!known) {
            objects.append(keys.releases(), "", release);
        }
    }

    /**
     * Announces a commit that consumers will see. From now on, decisions on the backfill wait for its outcome.
     *
     * @param decisions how many decisions were counted
     */
    public void begin(CommitIntent.Kind kind, String reportDigest, int decisions) {
        lease.check();
        CommitIntent intent = new CommitIntent(
                kind,
                CommitIntent.Phase.BEGUN,
                reportDigest,
                decisions,
                actor().name(),
                clock.instant(),
                actor().run(),
                lease.epoch());
        objects.update(keys.commit(), CommitIntent.class, stored -> {
            stored.ifPresent(known -> fence(known.epoch()));
            return intent;
        });
    }

    /** Records the outcome of the last announced commit. Harmless if there was none, or when repeated. */
    public void settle(CommitIntent.Phase outcome) {
        lease.check();
        if (journal.commitIntent().isPresent()) {
            objects.update(keys.commit(), CommitIntent.class, stored -> {
                stored.ifPresent(known -> fence(known.epoch()));
                return stored.orElseThrow().in(outcome);
            });
        }
    }

    /**
     * Moves the backfill. If it is already in that state, only the reason and its author are renewed.
     *
     * @throws IllegalStateException if the move is not legal
     */
    public StatusRecord transition(BackfillState next, String reason) {
        return move(new Transitions.Move(next, actor(), reason));
    }

    /**
     * Moves the backfill to {@link BackfillState#WAITING}.
     *
     * @throws IllegalStateException if the move is not legal
     */
    public StatusRecord waitFor(List<Wait> waits) {
        String reason =
                waits.stream().map(wait -> wait.gate() + ": " + wait.reason()).collect(Collectors.joining("\n"));
        return move(new Transitions.Move(BackfillState.WAITING, actor(), reason, Optional.empty(), waits));
    }

    private StatusRecord move(Transitions.Move move) {
        lease.check();
        return new Transitions(keys, objects, clock)
                .move(move, Optional.of(lease.epoch()), before -> fence(before.epoch()));
    }

    /** Writes a report, in place of an earlier one of that name. */
    public void writeReport(String name, byte[] content) {
        lease.check();
        objects.put(keys.report(name), content);
    }

    /** Writes a JSON object among the reports, with the seal of a record, in place of an earlier one of that name. */
    public void writeSealedReport(String name, byte[] document) {
        lease.check();
        objects.putSealed(keys.report(name), document);
    }

    private void requireLater(PlanRecord plan, PlanRecord known) {
        if (plan.generation() <= known.generation()) {
            throw new IllegalStateException("Plan of generation %d would replace generation %d of %s"
                    .formatted(plan.generation(), known.generation(), keys.id()));
        }
    }

    private void announce(EventRecord.Kind kind, String subject, String before, String after, String reason) {
        String suffix = "-%s-%s"
                .formatted(kind, subject.isEmpty() ? after : JournalKeys.fileName(subject) + "-" + after)
                .replace(' ', '-')
                .toLowerCase(Locale.ROOT);
        objects.append(
                keys.events(),
                suffix,
                new EventRecord(clock.instant(), kind, subject, before, after, actor().name(), actor().run(), reason));
    }

    private Actor actor() {
        return Actor.run(lease.holder());
    }

    private void fence(long recordedEpoch) {
        if (recordedEpoch > lease.epoch()) {
            throw lease.lost();
        }
    }
}
