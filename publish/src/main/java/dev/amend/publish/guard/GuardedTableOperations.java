package dev.amend.publish.guard;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * Table operations that commit only if a guard allows it and a check accepts it. After an exception they look whether
 * the commit was applied.
 */
public final class GuardedTableOperations extends DelegatingOperations {
    private final Guard guard;
    private final String name;
    private final CommitTerms terms;
    private OptionalLong addedSnapshot = OptionalLong.empty();

    /** @param name the name of the table, for messages */
    public GuardedTableOperations(TableOperations delegate, String name, Guard guard) {
        this(delegate, name, guard, CommitTerms.NONE);
    }

    GuardedTableOperations(TableOperations delegate, String name, Guard guard, CommitTerms terms) {
        super(delegate);
        this.name = name;
        this.guard = guard;
        this.terms = terms;
    }

    /**
     * Commits if the guard allows it on {@code base}, and if the check accepts what it adds.
     *
     * @throws GuardViolation if the guard does not allow it; nothing was sent
     * @throws CommitStateUnknownException if it is unknown whether it was applied, or may still be applied
     */
    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        guard.check(base);
        Optional<Snapshot> added = added(metadata);
        TableMetadata sent =
                added.map(snapshot -> withCompanions(base, metadata, snapshot)).orElse(metadata);
        added.ifPresent(snapshot -> check(sent, snapshot));
        try {
            delegate.commit(base, sent);
        } catch (RuntimeException e) {
            requireLanded(new CommitVisibility(base, sent), e);
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
        terms.companions().with(base, added).forEach(builder::setRef);
        return builder.build();
    }

    private void check(TableMetadata proposed, Snapshot added) {
        try {
            terms.check().require(new BaseTable(new ProposedOperations(delegate, proposed), name), added);
        } catch (RuntimeException e) {
            throw new RefusedCommit(e);
        }
    }

    private void requireLanded(CommitVisibility visibility, RuntimeException failure) {
        if (visibility.isVisibleIn(afterFailure(failure))) {
            return;
        }
        // Only these mean that the commit was refused: after any other exception, the request may still be under way
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

    /** The snapshot that the last commit added; empty if there was no commit, or none that adds a snapshot. */
    OptionalLong addedSnapshot() {
        return addedSnapshot;
    }
}
