package dev.amend.publish.shadow;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.ManifestSize;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.removal.RefRemoval;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** A temporary branch of the target, on which one partition is built to prove the transform. */
public final class ScratchBranch {
    private final Table table;
    private final BackfillRefs refs;
    private final AnnouncedSteps steps;

    public ScratchBranch(Table table, BackfillRefs refs, PublishListener listener) {
        this.table = table;
        this.refs = refs;
        this.steps = new AnnouncedSteps(listener);
    }

    /**
     * Creates the branch at a snapshot; a branch left by an earlier run is dropped first.
     *
     * @return the branch's name
     */
    public String create(long snapshotId) throws CommitOutcomeUnknown {
        drop();
        try {
            steps.take(
                    PublishStep.CREATE_SCRATCH,
                    () -> new GuardedTable(table, guard())
                            .change(base -> TableMetadata.buildFrom(base)
                                    .setRef(
                                            refs.scratchBranch(),
                                            SnapshotRef.branchBuilder(snapshotId)
                                                    .build())
                                    .build()));
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
        table.refresh();
        return refs.scratchBranch();
    }

    /** Passes the table to an engine that writes to the branch and commits by itself; the commit is guarded. */
    public void write(Consumer<Table> engine) throws CommitOutcomeUnknown {
        table.refresh();
        try {
            new GuardedTable(table, guard()).write(engine, ManifestSize.AS_CONFIGURED);
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    /** Drops the branch with the snapshots and files that only it has. Does nothing if it does not exist. */
    public void drop() throws CommitOutcomeUnknown {
        table.refresh();
        if (!table.refs().containsKey(refs.scratchBranch())) {
            return;
        }

        RefRemoval removal = new RefRemoval(table, guard(), Set.of(refs.scratchBranch()));
        try {
            steps.take(PublishStep.DROP_SCRATCH, () -> removal.deleteFiles(removal.removeRefs()));
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    private Guard guard() {
        return Guard.unfenced(TableContract.of(table), refs.id());
    }
}
