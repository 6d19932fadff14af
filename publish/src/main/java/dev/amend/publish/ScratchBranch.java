package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.Guard;
import dev.amend.publish.commit.GuardViolation;
import dev.amend.publish.commit.GuardedTable;
import dev.amend.publish.commit.ManifestSize;
import dev.amend.publish.commit.TableContract;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** A throw-away branch of the target, on which one partition is built to prove the transform. */
public final class ScratchBranch {
    private final Table table;
    private final BackfillRefs refs;
    private final Steps steps;

    public ScratchBranch(Table table, BackfillRefs refs, PublishListener listener) {
        this.table = table;
        this.refs = refs;
        this.steps = new Steps(listener);
    }

    /**
     * Creates it at a snapshot; one that an earlier run left behind is dropped first.
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

    /** Hands the table to an engine that writes to the branch and commits by itself: the commit is guarded. */
    public void write(Consumer<Table> engine) throws CommitOutcomeUnknown {
        table.refresh();
        try {
            new GuardedTable(table, guard()).write(engine, ManifestSize.AS_CONFIGURED);
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    /** Drops it with the snapshots and files that only it has. Does nothing if there is none. */
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
