package dev.amend.engine.release;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.mode.Mode;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.publish.PublicationRequest;
import dev.amend.publish.PublicationResult;
import dev.amend.publish.ReconciledBatch;
import dev.amend.publish.Retirement;
import dev.amend.publish.RollbackRequest;
import dev.amend.publish.RollbackResult;
import dev.amend.publish.ShadowPlan;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.together.JointMember;
import dev.amend.specs.AmendException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes a backfill's result current and takes it back, and records both. */
public final class Releases {
    private final Mode mode;
    private final FrozenBackfill backfill;
    private final RunJournal journal;
    private final ShadowPlan shadowPlan;
    private final String by;
    private final Clock clock;

    /**
     * @param epoch of the lease that is held
     * @param by who asks for it
     */
    public Releases(
            Lakehouse lakehouse, FrozenBackfill backfill, RunJournal journal, long epoch, String by, Clock clock) {
        this.mode = Mode.of(lakehouse, backfill, clock);
        this.backfill = backfill;
        this.journal = journal;
        this.shadowPlan = backfill.shadowPlan(epoch);
        this.by = by;
        this.clock = clock;
    }

    /**
     * Refuses to publish what is not finished or not approved. Reads the journal alone.
     *
     * @throws dev.amend.specs.AmendException saying what is missing
     */
    public static void requireApproved(Journal journal, ApprovalVerdict approval) {
        BackfillState state = journal.status().state();
        boolean finished =
                state == BackfillState.BUILT || state == BackfillState.APPROVED || state == BackfillState.PUBLISHED;
        if (!finished) {
            throw ReleaseCode.notBuilt(journal.id(), state, journal.status().reason());
        }
        if (state != BackfillState.PUBLISHED) {
            approval.reasonVoid().ifPresent(reason -> {
                throw ReleaseCode.notApproved(journal.id(), reason);
            });
        }
    }

    /**
     * Publishes once; called again it finds what it did.
     *
     * @throws dev.amend.specs.AmendException of kind drift if the target changed inside the range
     */
    public ReleaseRecord publish(ApprovalVerdict approval) throws CommitOutcomeUnknown {
        takeUp(approval);
        Optional<ReleaseRecord> earlier = current(journal.journal());
        if (earlier.isPresent()) {
            return marked(earlier.get(), BackfillState.PUBLISHED);
        }

        PublicationResult result = mode.publish(request(approval));
        return result.fold(published -> recorded(published, approval), drifted -> {
            throw drift(drifted.changes());
        });
    }

    /**
     * Looks whether it can be published, without writing anything.
     *
     * @throws dev.amend.specs.AmendException of kind drift if the target changed inside the range
     */
    void check(ApprovalVerdict approval) throws CommitOutcomeUnknown {
        if (current(journal.journal()).isEmpty()) {
            List<RangeChange> changes = mode.drift(request(approval));
            if (!changes.isEmpty()) {
                throw drift(changes);
            }
        }
    }

    /** Whether consumers read the publication, as table or view say themselves. */
    boolean isCurrent() {
        return mode.published(shadowPlan.refs()).isPresent();
    }

    /** What takes part in one commit of several tables, if its mode can. */
    Optional<JointMember> joint(ApprovalVerdict approval) throws CommitOutcomeUnknown {
        return mode.joint(request(approval));
    }

    AmendException drift(List<RangeChange> changes) {
        return ReleaseCode.drift(backfill.id(), backfill.range().unit(), changes);
    }

    private PublicationRequest request(ApprovalVerdict approval) {
        return new PublicationRequest(
                shadowPlan,
                reconciledBatches(),
                approval.digest().orElseThrow(),
                approval.by().orElseThrow());
    }

    /** Puts a publication on record that was made together with others. */
    ReleaseRecord recordedTogether(PublicationResult.Published published, ApprovalVerdict approval) {
        takeUp(approval);
        return recorded(published, approval);
    }

    private ReleaseRecord recorded(PublicationResult.Published published, ApprovalVerdict approval) {
        return record(
                new ReleaseRecord(
                        ReleaseRecord.Kind.PUBLISH,
                        published.snapshotId(),
                        published.previousHead(),
                        ReleaseRecord.How.valueOf(published.how().name()),
                        clock.instant(),
                        by,
                        approval.digest().orElseThrow(),
                        backfill.specification().issue() + ": "
                                + backfill.specification().change()),
                BackfillState.PUBLISHED);
    }

    /** A decision whose move was lost, or that still holds because the report came out the same, is made good first. */
    private void takeUp(ApprovalVerdict approval) {
        if (journal.journal().status().state() == BackfillState.BUILT) {
            journal.transition(BackfillState.APPROVED, approval.sentence());
        }
    }

    /**
     * Makes the old data current again and keeps what others wrote outside the range. Called again it finds what it did.
     *
     * @throws dev.amend.specs.AmendException of kind drift if others wrote into the range and that is to be kept
     */
    public ReleaseRecord rollBack(RollbackRequest.LaterWrites laterWrites, String reason) throws CommitOutcomeUnknown {
        Optional<ReleaseRecord> earlier = latest(journal.journal());
        if (earlier.filter(last -> last.kind() == ReleaseRecord.Kind.ROLLBACK).isPresent()) {
            return marked(earlier.get(), BackfillState.ROLLED_BACK);
        }

        ReleaseRecord release = marked(
                earlier.orElseThrow(() -> ReleaseCode.notOnRecord(
                        backfill.id(), journal.journal().status().state())),
                BackfillState.PUBLISHED);
        RollbackResult result = mode.rollBack(new RollbackRequest(shadowPlan, release.snapshot(), laterWrites, reason));
        return result.fold(
                rolledBack -> record(
                        new ReleaseRecord(
                                ReleaseRecord.Kind.ROLLBACK,
                                rolledBack.snapshotId(),
                                release.snapshot(),
                                recorded(rolledBack.how()),
                                clock.instant(),
                                by,
                                release.reportDigest(),
                                reason),
                        BackfillState.ROLLED_BACK),
                drifted -> {
                    throw ReleaseCode.laterWrites(
                            backfill.id(), backfill.range().unit(), drifted.changes());
                });
    }

    private static ReleaseRecord.How recorded(RollbackResult.How how) {
        return switch (how) {
            case REFERENCE -> ReleaseRecord.How.SWAP;
            case COPIES -> ReleaseRecord.How.COMMIT;
            case VIEW -> ReleaseRecord.How.VIEW;
        };
    }

    /**
     * Lets shadow, tags and old files go. Called again it does nothing.
     *
     * @throws dev.amend.specs.AmendException if the rollback window is open
     */
    public Retirement.Retired retire(String reason) throws CommitOutcomeUnknown {
        requireWindowOver();
        Retirement.Retired retired = mode.retire(shadowPlan);
        journal.transition(BackfillState.RETIRED, reason);
        return retired;
    }

    private void requireWindowOver() {
        BackfillState state = journal.journal().status().state();
        if (state == BackfillState.PUBLISHED) {
            Instant until = current(journal.journal())
                    .orElseThrow()
                    .at()
                    .plus(backfill.specification().rollback().keepFor());
            if (clock.instant().isBefore(until)) {
                throw ReleaseCode.windowOpen(backfill.id(), until);
            }
            return;
        }

        if (state != BackfillState.RETIRED && !state.canBecome(BackfillState.RETIRED)) {
            throw ReleaseCode.notPublished(backfill.id(), state, "retire");
        }
    }

    /** What consumers read now because of this backfill: its last publication, if it was not rolled back. */
    public static Optional<ReleaseRecord> current(Journal journal) {
        return latest(journal).filter(last -> last.kind() == ReleaseRecord.Kind.PUBLISH);
    }

    private static Optional<ReleaseRecord> latest(Journal journal) {
        List<ReleaseRecord> releases = journal.releases();
        return releases.isEmpty() ? Optional.empty() : Optional.of(releases.get(releases.size() - 1));
    }

    private ReleaseRecord record(ReleaseRecord release, BackfillState state) {
        journal.record(release);
        return marked(release, state);
    }

    /** Moves the backfill to where its release puts it, unless it is there or beyond: a crash may have come between. */
    private ReleaseRecord marked(ReleaseRecord release, BackfillState state) {
        if (journal.journal().status().state().canBecome(state)) {
            journal.transition(state, release.reason());
        }
        return release;
    }

    private List<ReconciledBatch> reconciledBatches() {
        return journal.journal().batches().stream().map(this::reconciled).toList();
    }

    private ReconciledBatch reconciled(BatchRecord batch) {
        return new ReconciledBatch(
                backfill.batch(batch.id()), batch.reconciledSnapshotId().orElseThrow());
    }
}
