package dev.amend.publish.commit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.Tasks;

/** A table whose every commit is guarded, and whose uncommitted files go only when nothing can need them. */
public final class GuardedTable {
    private final String name;
    private final TableOperations operations;
    private final Guard guard;
    private final UncommittedFiles files;

    public GuardedTable(Table table, Guard guard) {
        this.name = table.name();
        this.operations = ((HasTableOperations) table).operations();
        this.guard = guard;
        this.files = new UncommittedFiles(name, operations);
    }

    /**
     * Hands the table to an engine that commits by itself. What is promised of {@link #commit(Function, Map)} holds for its
     * commits too, but for the files of failed attempts, which are the engine's.
     *
     * @param largest up to which size its commits merge manifests
     * @throws GuardViolation if the table is not as expected
     * @throws CommitOutcomeUnknown if nobody knows whether a commit was applied
     */
    public void write(Consumer<Table> engine, ManifestSize largest) throws CommitOutcomeUnknown {
        TableOperations guarded = new GuardedTableOperations(operations, guard);
        try {
            engine.accept(new BaseTable(largest.of(guarded), name));
        } catch (RuntimeException e) {
            Optional<CommitStateUnknownException> unknown = cause(e, CommitStateUnknownException.class);
            if (unknown.isPresent()) {
                throw new CommitOutcomeUnknown(name, unknown.get());
            }
            throw cause(e, GuardViolation.class)
                    .map(RuntimeException.class::cast)
                    .orElseGet(() -> explained(e));
        }
    }

    private static <E> Optional<E> cause(Throwable failure, Class<E> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /**
     * Commits one snapshot. Iceberg repeats it when others commit meanwhile; the guard is asked each time.
     *
     * @return the new snapshot
     * @throws GuardViolation if the table is not as expected
     * @throws org.apache.iceberg.exceptions.ValidationException if the update's own validations fail
     * @throws CommitOutcomeUnknown if nobody knows whether it was applied; all files are kept
     */
    public <U extends SnapshotUpdate<U>> long commit(Function<Table, U> update, Map<String, String> summary)
            throws CommitOutcomeUnknown {
        return commit(update, summary, CompanionRefs.NONE);
    }

    /** As {@link #commit(Function, Map)}, and sets refs in the same commit. */
    public <U extends SnapshotUpdate<U>> long commit(
            Function<Table, U> update, Map<String, String> summary, CompanionRefs companions)
            throws CommitOutcomeUnknown {
        GuardedTableOperations guarded = new GuardedTableOperations(operations, guard, companions);
        List<String> deferred = Collections.synchronizedList(new ArrayList<>());
        U pending = update.apply(new BaseTable(guarded, name)).deleteWith(deferred::add);
        summary.forEach(pending::set);

        try {
            pending.commit();
        } catch (CommitStateUnknownException e) {
            throw new CommitOutcomeUnknown(name, e);
        } catch (RuntimeException e) {
            files.delete(deferred);
            throw explained(e);
        }

        files.delete(deferred);
        return guarded.addedSnapshot().orElseThrow(() -> new IllegalStateException("The commit added no snapshot"));
    }

    /**
     * Iceberg fails with no more than a null pointer where others changed the partition spec while it wrote: if the guard
     * knows what is not as expected, that is the reason.
     */
    private RuntimeException explained(RuntimeException failure) {
        if (failure instanceof CleanableFailure || failure instanceof ValidationException) {
            return failure;
        }
        try {
            guard.check(operations.refresh());
            return failure;
        } catch (GuardViolation violation) {
            violation.addSuppressed(failure);
            return violation;
        }
    }

    /**
     * Commits a change of refs or snapshots. It is computed again from fresh metadata when others commit meanwhile; a
     * change that returns its argument commits nothing.
     *
     * @return the metadata from which the change was made
     * @throws GuardViolation if the table is not as expected
     * @throws CommitOutcomeUnknown if nobody knows whether it was applied
     */
    public TableMetadata change(UnaryOperator<TableMetadata> change) throws CommitOutcomeUnknown {
        GuardedTableOperations guarded = new GuardedTableOperations(operations, guard);
        List<TableMetadata> bases = new ArrayList<>();
        try {
            retrying(guarded).run(target -> {
                TableMetadata base = target.refresh();
                bases.add(base);
                guard.check(base);
                TableMetadata changed = change.apply(base);
                if (changed != base) {
                    target.commit(base, changed);
                }
            });
        } catch (CommitStateUnknownException e) {
            throw new CommitOutcomeUnknown(name, e);
        }
        return bases.get(bases.size() - 1);
    }

    private static Tasks.Builder<GuardedTableOperations> retrying(GuardedTableOperations guarded) {
        TableMetadata current = guarded.current();
        return Tasks.foreach(guarded)
                .retry(current.propertyAsInt(
                        TableProperties.COMMIT_NUM_RETRIES, TableProperties.COMMIT_NUM_RETRIES_DEFAULT))
                .exponentialBackoff(
                        current.propertyAsInt(
                                TableProperties.COMMIT_MIN_RETRY_WAIT_MS,
                                TableProperties.COMMIT_MIN_RETRY_WAIT_MS_DEFAULT),
                        current.propertyAsInt(
                                TableProperties.COMMIT_MAX_RETRY_WAIT_MS,
                                TableProperties.COMMIT_MAX_RETRY_WAIT_MS_DEFAULT),
                        current.propertyAsInt(
                                TableProperties.COMMIT_TOTAL_RETRY_TIME_MS,
                                TableProperties.COMMIT_TOTAL_RETRY_TIME_MS_DEFAULT),
                        2.0)
                .onlyRetryOn(CommitFailedException.class);
    }
}
