package dev.amend.engine.journal;

import dev.amend.engine.store.StateCode;
import dev.amend.engine.store.StateObjects;
import dev.amend.engine.store.StateStore;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The durable record of one backfill: what anyone may read, and what people may write. Runs write through {@link
 * RunJournal}.
 */
public final class Journal {
    private final JournalKeys keys;
    private final StateObjects objects;
    private final Clock clock;
    private final Transitions transitions;

    Journal(JournalKeys keys, StateObjects objects, Clock clock) {
        this.keys = keys;
        this.objects = objects;
        this.clock = clock;
        this.transitions = new Transitions(keys, objects, clock);
    }

    public BackfillId id() {
        return keys.id();
    }

    /** The text of the frozen specification, once a run has begun. */
    public Optional<String> specification() {
        return objects.store().read(keys.specification()).map(StateStore.Versioned::text);
    }

    /** The plan that the batches are built against, once a run has begun. */
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

    /** The last announced change of what consumers read. */
    public Optional<CommitIntent> commitIntent() {
        return objects.read(keys.commit(), CommitIntent.class);
    }

    /** That change, as long as the state does not show its outcome. */
    public Optional<CommitIntent> openCommit() {
        return commitIntent().filter(intent -> intent.isOpenIn(status().state()));
    }

    /** One record for each batch of the plan, in the plan's order; a batch without a record is due. */
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

    /** Every recorded change, in the order of recording. */
    public List<EventRecord> events() {
        return objects.numbered(keys.events(), EventRecord.class);
    }

    public Optional<byte[]> report(String name) {
        return objects.store().read(keys.report(name)).map(StateStore.Versioned::content);
    }

    /**
     * Reads the content that was given to {@link RunJournal#writeSealedReport}.
     *
     * @throws AmendException of code {@link StateCode#JOURNAL_UNREADABLE} if it was changed since
     */
    public Optional<byte[]> sealedReport(String name) {
        return objects.sealed(keys.report(name));
    }

    /** The exception for a frozen specification that can't be read. */
    public AmendException unreadableSpecification(String reason, Throwable cause) {
        return StateCode.unreadable(
                keys.specification(), objects.store().location(keys.specification()), reason, cause);
    }

    /** The exception for an unreliable report: it contradicts other parts of the journal. */
    public AmendException unreadableReport(String name, String reason, @Nullable Throwable cause) {
        return StateCode.unreadable(keys.report(name), reportLocation(name), reason, cause);
    }

    /**
     * The exception for a missing report.
     *
     * @param evidence the evidence that it was written
     */
    public AmendException missingReport(String name, String evidence) {
        return StateCode.missing(keys.report(name), reportLocation(name), evidence);
    }

    /** The path or URI where a person finds a report. */
    public String reportLocation(String name) {
        return objects.store().location(keys.report(name));
    }

    /**
     * Changes the wanted state. {@code change} is called again if someone else changed it meanwhile.
     *
     * @return the wanted state now
     */
    public Control control(String by, String reason, UnaryOperator<Control> change) {
        UnaryOperator<Control> signed = before -> change.apply(before).saidBy(by, clock.instant(), reason);
        // Created before its first event, so that a missing one is known to be lost
        objects.create(keys.control(), Control.DEFAULTS);
        Control before = control();
        Control wish = signed.apply(before);
        objects.append(
                keys.events(),
                "-control-" + wish.wanted().name().toLowerCase(Locale.ROOT),
                new EventRecord(
                        wish.at(), EventRecord.Kind.CONTROL, "", before.describe(), wish.describe(), by, "", reason));

        return objects.update(keys.control(), Control.class, stored -> signed.apply(stored.orElse(Control.DEFAULTS)));
    }

    /**
     * Records the result of building one partition twice, in place of an earlier proof. A failed proof stays until its
     * own partition is proved or the specification changes.
     *
     * @return the proof that applies now
     */
    public ProofRecord record(ProofRecord proof) {
        return objects.update(
                keys.proof(),
                ProofRecord.class,
                before -> before.filter(known -> known.outweighs(proof)).orElse(proof));
    }

    /**
     * Adds an owner's decision.
     *
     * @return the number of this decision on this backfill, counted from 1
     */
    public int record(ApprovalRecord approval) {
        int number = Math.toIntExact(objects.append(keys.approvals(), "", approval));
        objects.append(
                keys.events(),
                "-decision-%d-%s".formatted(number, approval.decision().name().toLowerCase(Locale.ROOT)),
                new EventRecord(
                        approval.at(),
                        EventRecord.Kind.DECISION,
                        "",
                        "",
                        approval.decision().name(),
                        approval.by(),
                        "",
                        approval.reason()));
        return number;
    }

    /**
     * Moves the backfill for a person, for example after an approval; no run has to hold the lease. If the backfill is
     * already in that state, only the reason and its author are renewed.
     *
     * @throws IllegalStateException if the move is not legal
     */
    public StatusRecord transition(BackfillState next, String by, String reason) {
        return transitions.move(new Transitions.Move(next, Actor.person(by), reason), Optional.empty(), before -> {});
    }

    /**
     * Moves the backfill to the state of the latest decision, if it still waits for its publication. An earlier
     * decision never overrides another one that is recorded at the same moment.
     */
    public StatusRecord followLatestDecision() {
        return transitions.moveIf(EnumSet.of(BackfillState.BUILT, BackfillState.APPROVED), () -> decided(approvals()));
    }

    /** Cancels the backfill for a person, unless a run has done so already. */
    public StatusRecord cancel(String by, String reason) {
        return transitions.moveIf(
                EnumSet.complementOf(EnumSet.of(BackfillState.CANCELLED)),
                () -> new Transitions.Move(BackfillState.CANCELLED, Actor.person(by), reason));
    }

    private static Transitions.Move decided(List<ApprovalRecord> decisions) {
        ApprovalRecord last = decisions.get(decisions.size() - 1);
        BackfillState next = switch (last.decision()) {
            case APPROVED -> BackfillState.APPROVED;
            case REJECTED -> BackfillState.BUILT;
        };
        return new Transitions.Move(
                next, Actor.person(last.by()), last.reason(), Optional.of(decisions.size()), List.of());
    }

    /** This journal as the run that holds the lease writes to it. */
    public RunJournal heldBy(HeldLease lease) {
        return new RunJournal(this, keys, objects, lease, clock);
    }
}
