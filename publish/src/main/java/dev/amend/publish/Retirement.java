package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.Guard;
import dev.amend.publish.commit.GuardViolation;
import java.util.List;
import org.apache.iceberg.Table;

/** Lets a backfill's branch, tags and snapshots go, in one commit, and then the files that nothing reaches any more. */
public final class Retirement {
    private final Table table;
    private final Steps steps;

    public Retirement(Table table, PublishListener listener) {
        this.table = table;
        this.steps = new Steps(listener);
    }

    /**
     * What left.
     *
     * @param notes what became of more than refs, snapshots and files, in sentences
     */
    public record Retired(int refs, int snapshots, int files, List<String> notes) {

        public Retired {
            notes = List.copyOf(notes);
        }

        public Retired(int refs, int snapshots, int files) {
            this(refs, snapshots, files, List.of());
        }
    }

    /**
     * After the rollback window, or after cancelling. Called again it deletes what a call that was killed has left, and
     * else does nothing.
     */
    public Retired retire(ShadowPlan plan) throws CommitOutcomeUnknown {
        table.refresh();
        // Must work after the schema or the partition spec changed
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

    /** The refs left in an earlier call, or never were. */
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
