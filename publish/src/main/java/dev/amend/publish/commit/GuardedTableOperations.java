package dev.amend.publish.commit;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * A table's operations that commit only what a guard allows, and that look whether a commit was applied before they
 * believe an exception.
 */
public final class GuardedTableOperations extends DelegatingOperations {
    private final Guard guard;
    private final CompanionRefs companions;
    private OptionalLong addedSnapshot = OptionalLong.empty();

    public GuardedTableOperations(TableOperations delegate, Guard guard) {
        this(delegate, guard, CompanionRefs.NONE);
    }

    GuardedTableOperations(TableOperations delegate, Guard guard, CompanionRefs companions) {
        super(delegate);
        this.guard = guard;
        this.companions = companions;
    }

    /**
     * Commits if the guard allows it on {@code base}.
     *
     * @throws GuardViolation if it does not; nothing was sent
     * @throws CommitStateUnknownException if nobody knows whether it was applied, or it still may be
     */
    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        guard.check(base);
        Optional<Snapshot> added = added(metadata);
        TableMetadata sent =
                added.map(snapshot -> withCompanions(base, metadata, snapshot)).orElse(metadata);
        try {
            delegate.commit(base, sent);
        } catch (RuntimeException e) {
            requireLanded(new Landing(base, sent), e);
        }
        added.ifPresent(snapshot -> addedSnapshot = OptionalLong.of(snapshot.snapshotId()));
    }

    private static Optional<Snapshot> added(TableMetadata metadata) {
        return metadata.changes().stream()
                .filter(MetadataUpdate.AddSnapshot.class::isInstance)
                .map(change -> ((MetadataUpdate.AddSnapshot) change).snapshot())
                .reduce((first, last) -> last);
    }

    private TableMetadata withCompanions(TableMetadata base, TableMetadata metadata, Snapshot added) {
        TableMetadata.Builder builder = TableMetadata.buildFrom(metadata);
        companions.with(base, added).forEach(builder::setRef);
        return builder.build();
    }

    private void requireLanded(Landing landing, RuntimeException failure) {
        if (landing.isVisibleIn(afterFailure(failure))) {
            return;
        }
        // Only these say that the commit was refused: after any other, the request may be on its way still
        if (failure instanceof CleanableFailure) {
            throw failure;
        }
        throw asUnknown(failure);
    }

    private TableMetadata afterFailure(RuntimeException failure) {
        try {
            return delegate.refresh();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw asUnknown(failure);
        }
    }

    private static CommitStateUnknownException asUnknown(RuntimeException failure) {
        return failure instanceof CommitStateUnknownException unknown
                ? unknown
                : new CommitStateUnknownException(failure);
    }

    /** The snapshot that the last commit added, if there was one and it added one. */
    OptionalLong addedSnapshot() {
        return addedSnapshot;
    }
}
