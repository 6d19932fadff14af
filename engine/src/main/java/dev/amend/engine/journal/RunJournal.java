package dev.amend.engine.journal;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What only the run that holds the lease may write. Every method asks the lease first and throws an
 * {@link dev.amend.specs.AmendException} of code {@link JournalCode#LEASE_LOST} if another run took it. Between asking
 * and writing a run may be suspended: so records carry the epoch, and one of a higher epoch is never replaced.
 */
public final class RunJournal {
    private final Journal journal;
    private final JournalKeys keys;
    private final JournalObjects objects;
    private final HeldLease lease;
    private final Clock clock;

    RunJournal(Journal journal, JournalKeys keys, JournalObjects objects, HeldLease lease, Clock clock) {
        this.journal = journal;
        this.keys = keys;
        this.objects = objects;
        this.lease = lease;
        this.clock = clock;
    }

    public Journal journal() {
        return journal;
    }

    /**
     * Freezes the specification, once.
     *
     * @return the one that is frozen: this one, or the one that an earlier run froze
     */
    public String freeze(String specification) {
        lease.check();
        objects.store().create(keys.specification(), specification.getBytes(StandardCharsets.UTF_8));
        return journal.specification()
                .orElseThrow(() -> new IllegalStateException("Just created: " + keys.specification()));
    }

    /**
     * A first plan, or the one of a rebase. Harmless when repeated.
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
     * How far a batch has come; the epoch is filled in. A change of its state is announced before it is recorded: after
     * a crash between the two it may stand in the events twice, but is never missing.
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

    /** Adds a publication or rollback; once, also when repeated after a crash. */
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
     * Moves the backfill. To the state that it is in already: only the reason is renewed.
     *
     * @throws IllegalStateException if that is no legal move
     */
    public StatusRecord transition(BackfillState next, String reason) {
        lease.check();
        return new Transitions(keys, objects, clock)
                .move(next, actor(), reason, Optional.of(lease.epoch()), before -> fence(before.epoch()));
    }

    /** Writes a report, instead of an earlier one of that name. */
    public void writeReport(String name, byte[] content) {
        lease.check();
        objects.put(keys.report(name), content);
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
