package dev.amend.engine.journal;

import dev.amend.specs.BackfillId;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The durable record of one backfill, as anyone may read it and as people write it. Runs write through
 * {@link RunJournal}.
 */
public final class Journal {
    private final JournalKeys keys;
    private final JournalObjects objects;
    private final Clock clock;
    private final Transitions transitions;

    Journal(JournalKeys keys, JournalObjects objects, Clock clock) {
        this.keys = keys;
        this.objects = objects;
        this.clock = clock;
        this.transitions = new Transitions(keys, objects, clock);
    }

    public BackfillId id() {
        return keys.id();
    }

    /** The frozen specification as it was written, once a run has begun. */
    public Optional<String> specification() {
        return objects.store().read(keys.specification()).map(StateStore.Versioned::text);
    }

    /** What the batches are built against, once a run has begun. */
    public Optional<PlanRecord> plan() {
        return objects.read(keys.plan(), PlanRecord.class);
    }

    public Optional<ProofRecord> proof() {
        return objects.read(keys.proof(), ProofRecord.class);
    }

    public StatusRecord status() {
        return transitions.status();
    }

    public Control control() {
        return objects.read(keys.control(), Control.class).orElse(Control.DEFAULTS);
    }

    /** One record for each batch of the plan, in its order; a batch that nothing is recorded of is due. */
    public List<BatchRecord> batches() {
        return plan().map(PlanRecord::batches).orElse(List.of()).stream()
                .map(planned -> batch(planned.id()).orElseGet(() -> BatchRecord.due(planned.id())))
                .toList();
    }

    public Optional<BatchRecord> batch(String batchId) {
        return objects.read(keys.batch(batchId), BatchRecord.class);
    }

    /** Every decision, oldest first. */
    public List<ApprovalRecord> approvals() {
        return objects.numbered(keys.approvals(), ApprovalRecord.class);
    }

    /** Every publication and rollback, oldest first. */
    public List<ReleaseRecord> releases() {
        return objects.numbered(keys.releases(), ReleaseRecord.class);
    }

    /** Every change on record, in the order in which they were recorded. */
    public List<EventRecord> events() {
        return objects.numbered(keys.events(), EventRecord.class);
    }

    public Optional<byte[]> report(String name) {
        return objects.store().read(keys.report(name)).map(StateStore.Versioned::content);
    }

    /** Where a person finds a report: a path or a URI. */
    public String reportLocation(String name) {
        return objects.store().location(keys.report(name));
    }

    /**
     * Changes what is wanted. {@code change} is asked again if someone else changed it meanwhile.
     *
     * @return what is wanted now
     */
    public Control control(String by, String reason, UnaryOperator<Control> change) {
        UnaryOperator<Control> signed = before -> change.apply(before).saidBy(by, clock.instant(), reason);
        Control before = control();
        Control wish = signed.apply(before);
        objects.append(
                keys.events(),
                "-control-" + wish.wanted().name().toLowerCase(Locale.ROOT),
                new EventRecord(
                        wish.at(), EventRecord.Kind.CONTROL, "", before.describe(), wish.describe(), by, "", reason));

        return objects.update(keys.control(), Control.class, stored -> signed.apply(stored.orElse(Control.DEFAULTS)));
    }

    /** Records what building one partition twice showed, instead of an earlier proof. */
    public void record(ProofRecord proof) {
        objects.update(keys.proof(), ProofRecord.class, before -> proof);
    }

    /** Adds an owner's decision. */
    public void record(ApprovalRecord approval) {
        objects.append(keys.approvals(), "", approval);
    }

    /**
     * Moves the backfill on a person's word, such as an approval, while no run need hold the lease. To the state that it
     * is in already: only the reason is renewed.
     *
     * @throws IllegalStateException if that is no legal move
     */
    public StatusRecord transition(BackfillState next, String by, String reason) {
        return transitions.move(next, Actor.person(by), reason, Optional.empty(), before -> {});
    }

    /** This journal as the run that holds the lease writes it. */
    public RunJournal heldBy(HeldLease lease) {
        return new RunJournal(this, keys, objects, lease, clock);
    }
}
