package dev.amend.engine.publish;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.SourcePins;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.process.Termination;
import dev.amend.engine.publishingmode.PublishingMode;
import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.shadow.ReconciledBatch;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.together.JointMember;
import dev.amend.specs.error.AmendException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Publishes a backfill's result, rolls it back and retires it, and records each step. */
public final class Releases {
    private final PublishingMode mode;
    private final SourcePins sources;
    private final FrozenBackfill backfill;
    private final RunJournal journal;
    private final ShadowPlan shadowPlan;
    private final String by;
    private final Clock clock;
    private final Termination termination;

    /**
     * @param by the person who requests it
     * @param termination is put off from the commit on, until the caller has recorded the outcome and stops watching
     */
    public Releases(
            Lakehouse lakehouse,
            FrozenBackfill backfill,
            RunJournal journal,
            String by,
            Clock clock,
            Termination termination) {
        this.mode = PublishingMode.of(lakehouse, backfill, clock);
        this.sources = backfill.heldSources(lakehouse);
        this.backfill = backfill;
        this.journal = journal;
        this.shadowPlan = backfill.shadowPlan(journal.epoch());
        this.by = by;
        this.clock = clock;
        this.termination = termination;
    }

    /**
     * Publishes once; a repeated call finds what an earlier one did.
     *
     * @throws dev.amend.specs.error.AmendException of kind drift if the target changed inside the range
     */
    public ReleaseRecord publish(ApprovalVerdict approval) throws CommitOutcomeUnknown {
        Optional<ReleaseRecord> earlier = current(journal.journal());
        if (earlier.isPresent()) {
            takeUp(approval);
            return marked(earlier.get(), BackfillState.PUBLISHED);
        }

        try {
            PublicationResult result = mode.publish(request(approval), consent(approval));
            return result.fold(published -> onRecord(published, approval), drifted -> {
                throw drift(drifted.changes());
            });
        } catch (RuntimeException e) {
            withdrawIfNotCurrent(e);
            throw e;
        }
    }

    /** The check right before the commit that publishes. */
    Consent consent(ApprovalVerdict approval) {
        return unlessAskedToEnd("publish", new PublishConsent(journal, approval, clock));
    }

    /** Puts off termination: the outcome of a sent commit must be on record before the process ends. */
    private Consent unlessAskedToEnd(String action, Consent consent) {
        return () -> {
            putOffTermination(action);
            consent.require();
        };
    }

    private void putOffTermination(String action) {
        termination.putOff().ifPresent(asked -> {
            throw ReleaseCode.askedToEnd(backfill.id(), action, asked);
        });
    }

    /** Withdraws the announced commit if it did not happen. It stays open if the table can't be read. */
    void withdrawIfNotCurrent(RuntimeException failure) {
        settleAfter(failure, CommitIntent.Kind.PUBLISH, () -> !isCurrent());
    }

    private void settleAfter(RuntimeException failure, CommitIntent.Kind kind, BooleanSupplier didNotHappen) {
        try {
            boolean begun = journal.journal()
                    .openCommit()
                    .filter(intent -> intent.kind() == kind && intent.phase() == CommitIntent.Phase.BEGUN)
                    .isPresent();
            if (begun && didNotHappen.getAsBoolean()) {
                journal.settle(CommitIntent.Phase.WITHDRAWN);
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Checks that it can be published, without writing anything.
     *
     * @throws dev.amend.specs.error.AmendException of kind drift if the target changed inside the range
     */
    void check(ApprovalVerdict approval) throws CommitOutcomeUnknown {
        if (current(journal.journal()).isEmpty()) {
            List<RangeChange> changes = mode.publisher().drift(request(approval));
            if (!changes.isEmpty()) {
                throw drift(changes);
            }
        }
    }

    /** Returns whether consumers read the publication, according to the table or the view. */
    boolean isCurrent() {
        return mode.published(shadowPlan.refs()).isPresent();
    }

    /** The member of one commit of several tables; empty if the mode can't take part. */
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

    /** Records a publication. */
    ReleaseRecord onRecord(PublicationResult.Published published, ApprovalVerdict approval) {
        journal.settle(CommitIntent.Phase.COMMITTED);
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

    /** Moves the backfill to APPROVED first, if that move was lost or the decision still holds for the same report. */
    private void takeUp(ApprovalVerdict approval) {
        if (journal.journal().status().state() == BackfillState.BUILT) {
            journal.transition(BackfillState.APPROVED, approval.sentence());
        }
    }

    /**
     * Makes the old data current again and keeps later writes outside the range. A repeated call finds what it did.
     *
     * @throws dev.amend.specs.error.AmendException of kind drift if others wrote into the range and that is to be kept
     */
    public ReleaseRecord rollBack(RollbackRequest.LaterWrites laterWrites, String reason) throws CommitOutcomeUnknown {
        ReleaseRecord latest = new MayRollBack(journal.journal()).require();
        if (latest.kind() == ReleaseRecord.Kind.ROLLBACK) {
            return marked(latest, BackfillState.ROLLED_BACK);
        }

        ReleaseRecord release = marked(latest, BackfillState.PUBLISHED);
        RollbackResult result = takenBack(release, laterWrites, reason);
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

    private RollbackResult takenBack(ReleaseRecord release, RollbackRequest.LaterWrites laterWrites, String reason)
            throws CommitOutcomeUnknown {
        try {
            RollbackResult result = mode.reverter()
                    .rollBack(
                            new RollbackRequest(shadowPlan, release.snapshot(), laterWrites, reason),
                            unlessAskedToEnd("roll back", new RollbackConsent(journal, release)));
            journal.settle(
                    result.fold(rolledBack -> CommitIntent.Phase.COMMITTED, drifted -> CommitIntent.Phase.WITHDRAWN));
            return result;
        } catch (RuntimeException e) {
            settleAfter(e, CommitIntent.Kind.ROLLBACK, this::isCurrent);
            throw e;
        }
    }

    private static ReleaseRecord.How recorded(RollbackResult.How how) {
        return switch (how) {
            case REFERENCE -> ReleaseRecord.How.SWAP;
            case COPIES -> ReleaseRecord.How.COMMIT;
            case VIEW -> ReleaseRecord.How.VIEW;
        };
    }

    /**
     * Deletes the shadow, the tags and the files that nothing else needs. A repeated call completes an interrupted one.
     *
     * @throws dev.amend.specs.error.AmendException if the rollback window is open
     */
    public Retirement.Retired retire(String reason) throws CommitOutcomeUnknown {
        new MayRetire(journal.journal(), backfill, clock).require();
        putOffTermination("retire");
        List<String> stillThere = sources.release(); // first: the target may be a source, whose tag holds snapshots
        Retirement.Retired retired = mode.retire(shadowPlan);
        journal.transition(BackfillState.RETIRED, reason);
        return retired.with(stillThere);
    }

    /** The release that consumers read now: the backfill's last publication, if it was not rolled back. */
    public static Optional<ReleaseRecord> current(Journal journal) {
        return latest(journal).filter(last -> last.kind() == ReleaseRecord.Kind.PUBLISH);
    }

    /** The last recorded release, of either kind. */
    static Optional<ReleaseRecord> latest(Journal journal) {
        List<ReleaseRecord> releases = journal.releases();
        return releases.isEmpty() ? Optional.empty() : Optional.of(releases.get(releases.size() - 1));
    }

    private ReleaseRecord record(ReleaseRecord release, BackfillState state) {
        journal.record(release);
        return marked(release, state);
    }

    /** Moves the backfill to the state of its release, unless it is in it or beyond: a crash may have come between. */
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
