package dev.amend.publish.retirement;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.removal.MetadataLog;
import dev.amend.publish.removal.RefRemoval;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Table;

/** Removes a backfill's branch, tags and snapshots in one commit, and then the files that nothing reaches any more. */
public final class Retirement {
    private final Table table;
    private final AnnouncedSteps steps;

    public Retirement(Table table, PublishListener listener) {
        this.table = table;
        this.steps = new AnnouncedSteps(listener);
    }

    /**
     * The removed refs, snapshots and files.
     *
     * @param notes sentences about anything beyond refs, snapshots and files
     */
    public record Retired(int refs, int snapshots, int files, List<String> notes) {

        public Retired {
            notes = List.copyOf(notes);
        }

        /** This result with more notes. */
        public Retired with(List<String> more) {
            return new Retired(
                    refs,
                    snapshots,
                    files,
                    Stream.of(notes, more).flatMap(List::stream).toList());
        }

        public Retired(int refs, int snapshots, int files) {
            this(refs, snapshots, files, List.of());
        }
    }

    /**
     * Retires the backfill after the rollback window, or after cancelling. A repeated call deletes the files left by a
     * killed call, and otherwise does nothing.
     */
    public Retired retire(ShadowPlan plan) throws CommitOutcomeUnknown {
        table.refresh();
        // It must also work after the schema or the partition spec changed
        Guard guard = Guard.of(plan.contract().asNow(table), plan.id(), plan.epoch());
        RefRemoval removal = new RefRemoval(table, guard, plan.refs().all());

        try {
            RefRemoval.Removed removed = steps.take(PublishStep.REMOVE_REFS, removal::removeRefs);
            if (removed.isNothing()) {
                return takenUp(removal);
            }
            int files = steps.take(PublishStep.DELETE_FILES, () -> removal.deleteFiles(removed));
            return new Retired(removed.refs().size(), removed.snapshots().size(), files);
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    /** Handles refs that an earlier call removed, or that never existed. */
    private Retired takenUp(RefRemoval removal) throws CommitOutcomeUnknown {
        MetadataLog.Search earlier = removal.earlier();
        if (earlier.found().isEmpty()) {
            return new Retired(
                    0, 0, 0, earlier.gap().map(this::cannotTell).stream().toList());
        }

        RefRemoval.Removed removed = removal.removedFrom(earlier.found().get());
        int files = steps.take(PublishStep.DELETE_FILES, () -> removal.deleteFiles(removed));
        return new Retired(0, 0, files);
    }

    private String cannotTell(String gap) {
        return "no file was deleted: branch and tags are gone already, and what they held is not known: %s. If an earlier call was killed, its files are left: remove_orphan_files on %s finds them"
                .formatted(gap, table.name());
    }
}
