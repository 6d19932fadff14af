package dev.amend.publish.view;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.specs.BackfillId;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewOperations;

/** A view that is changed only from the version that was looked at, and whose exceptions are not believed at once. */
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

    /** The same, whatever run has taken over: for taking back what this one did. */
    GuardedView unfenced() {
        return new GuardedView(place, operations, id, Long.MAX_VALUE);
    }

    ViewMetadata refresh() {
        return operations.refresh();
    }

    /**
     * Changes the view once.
     *
     * @param seen what the change was decided on: the view must be the same, at the same version
     * @param landed tells from later metadata whether the change was applied
     * @throws ViewMoved if it is not; nothing was sent
     * @throws org.apache.iceberg.exceptions.CommitFailedException if somebody else was first
     * @throws dev.amend.specs.AmendException if a later run has taken over
     * @throws CommitOutcomeUnknown if nobody knows whether it was applied
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
        // Only these say that the change was refused: after any other, the request may be on its way still
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
