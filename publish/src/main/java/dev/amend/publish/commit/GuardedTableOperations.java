package dev.amend.publish.commit;

import java.util.OptionalLong;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table's operations that commit only what a guard allows, and that look whether a commit was applied before they
 * believe an exception.
 */
public final class GuardedTableOperations implements TableOperations {
    private final TableOperations delegate;
    private final Guard guard;
    private OptionalLong addedSnapshot = OptionalLong.empty();

    public GuardedTableOperations(TableOperations delegate, Guard guard) {
        this.delegate = delegate;
        this.guard = guard;
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
        try {
            delegate.commit(base, metadata);
        } catch (RuntimeException e) {
            requireLanded(new Landing(base, metadata), e);
        }

        metadata.changes().stream()
                .filter(MetadataUpdate.AddSnapshot.class::isInstance)
                .forEach(change -> addedSnapshot = OptionalLong.of(
                        ((MetadataUpdate.AddSnapshot) change).snapshot().snapshotId()));
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

    @Override
    public TableMetadata current() {
        return delegate.current();
    }

    @Override
    public TableMetadata refresh() {
        return delegate.refresh();
    }

    @Override
    public FileIO io() {
        return delegate.io();
    }

    @Override
    public EncryptionManager encryption() {
        return delegate.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return delegate.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return delegate.locationProvider();
    }

    @Override
    public TableOperations temp(TableMetadata uncommittedMetadata) {
        return delegate.temp(uncommittedMetadata);
    }

    @Override
    public long newSnapshotId() {
        return delegate.newSnapshotId();
    }

    @Override
    public boolean requireStrictCleanup() {
        return delegate.requireStrictCleanup();
    }
}
