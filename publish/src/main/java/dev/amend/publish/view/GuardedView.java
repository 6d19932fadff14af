package dev.amend.publish.view;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.specs.BackfillId;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewOperations;

/**
 * A view that is changed only from the version that was read, and whose exceptions are checked before they are trusted.
 */
final class GuardedView {
    private final ViewPlace place;
    private final ViewOperations operations;
    private final BackfillId id;
    private final long epoch;

    GuardedView(ViewPlace place, ViewOperations operations, BackfillId id, long epoch) {
        this.place = place;
        this.operations = operations;
        this.id = id;
        this.epoch = epoch;
    }

    /** The view that consumers read, changed by the run of this plan. */
    static GuardedView of(ViewPlace place, ShadowPlan plan) {
        return new GuardedView(place, place.requiredView(), plan.id(), plan.epoch());
    }

    /** The same view, even if a later run has taken over: for undoing a change of this run. */
    GuardedView unfenced() {
        return new GuardedView(place, operations, id, Long.MAX_VALUE);
    }

    ViewMetadata refresh() {
        return operations.refresh();
    }

    /**
     * Changes the view once.
     *
     * @param seen the metadata that the decision was based on: the view must be the same, at the same version
     * @param landed decides from later metadata whether the change was applied
     * @throws ViewMoved if the view or its version is not the same; nothing was sent
     * @throws org.apache.iceberg.exceptions.CommitFailedException if someone else committed first
     * @throws dev.amend.specs.error.AmendException if a later run has taken over
     * @throws CommitOutcomeUnknown if it is unknown whether it was applied
     */
    void change(ViewMetadata seen, UnaryOperator<ViewMetadata> change, Predicate<ViewMetadata> landed)
            throws CommitOutcomeUnknown {
        ViewMetadata base = operations.refresh();
        long highest = new ViewState(base, id).highestEpoch();
        if (highest > epoch) {
            throw ViewError.fencedOff(place, highest, epoch);
        }
        requireSame(seen, base);

        try {
            operations.commit(base, change.apply(base));
        } catch (RuntimeException e) {
            requireLanded(landed, e);
        }
    }

    private static void requireSame(ViewMetadata seen, ViewMetadata base) {
        if (!seen.uuid().equals(base.uuid())) {
            throw new ViewMoved("the view was replaced: its uuid is %s, not %s".formatted(base.uuid(), seen.uuid()));
        }
        if (seen.currentVersionId() != base.currentVersionId()) {
            throw new ViewMoved(
                    "the view is at version %d, not at %d".formatted(base.currentVersionId(), seen.currentVersionId()));
        }
    }

    private void requireLanded(Predicate<ViewMetadata> landed, RuntimeException failure) throws CommitOutcomeUnknown {
        if (landed.test(afterFailure(failure))) {
            return;
        }
        // Only these mean that the change was refused: after any other exception, the request may still be under way
        if (failure instanceof CleanableFailure) {
            throw failure;
        }
        throw new CommitOutcomeUnknown(place.viewId().toString(), failure);
    }

    private ViewMetadata afterFailure(RuntimeException failure) throws CommitOutcomeUnknown {
        try {
            return operations.refresh();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw new CommitOutcomeUnknown(place.viewId().toString(), failure);
        }
    }
}
