package dev.amend.publish.guard;

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

/** A table that guards every commit, and deletes uncommitted files only if nothing can need them. */
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
     * Passes the table to an engine that commits by itself. The promises of {@link #commit(Function, Map)} also apply
     * to its commits, except that the engine is responsible for the files of failed attempts.
     *
     * @param largest the size up to which its commits merge manifests
     * @throws GuardViolation if the table does not meet the guard's conditions
     * @throws CommitOutcomeUnknown if it is unknown whether a commit was applied
     */
    public void write(Consumer<Table> engine, ManifestSize largest) throws CommitOutcomeUnknown {
        TableOperations guarded = new GuardedTableOperations(operations, name, guard);
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
     * Commits one snapshot. Iceberg repeats the commit if others commit meanwhile; the guard checks each attempt.
     *
     * @return the new snapshot
     * @throws GuardViolation if the table does not meet the guard's conditions
     * @throws org.apache.iceberg.exceptions.ValidationException if the update's own validations fail
     * @throws CommitOutcomeUnknown if it is unknown whether it was applied; all files are kept
     */
    public <U extends SnapshotUpdate<U>> long commit(Function<Table, U> update, Map<String, String> summary)
            throws CommitOutcomeUnknown {
        return commit(update, summary, CommitTerms.NONE);
    }

    /**
     * Works like {@link #commit(Function, Map)}, with refs that are set in the same commit, and with a check of the
     * snapshot before anybody can read it. An exception of the check is thrown unchanged. The commit is tried many
     * times while others commit.
     */
    public <U extends SnapshotUpdate<U>> long commit(
            Function<Table, U> update, Map<String, String> summary, CommitTerms terms) throws CommitOutcomeUnknown {
        GuardedTableOperations guarded = new GuardedTableOperations(operations, name, guard, terms);
        List<String> deferred = Collections.synchronizedList(new ArrayList<>());
        U pending = update.apply(new BaseTable(Patience.with(guarded), name)).deleteWith(deferred::add);
        summary.forEach(pending::set);

        try {
            pending.commit();
        } catch (CommitStateUnknownException e) {
            throw new CommitOutcomeUnknown(name, e);
        } catch (RefusedCommit e) {
            files.delete(deferred);
            throw e.reason();
        } catch (RuntimeException e) {
            files.delete(deferred);
            throw explained(e);
        }

        files.delete(deferred);
        return guarded.addedSnapshot().orElseThrow(() -> new IllegalStateException("The commit added no snapshot"));
    }

    /**
     * Finds the real reason of a failure. If others change the partition spec during the write, Iceberg fails with only
     * a null pointer; if the guard finds an unmet condition, that is the reason.
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
     * Commits a change of refs or snapshots. The change is computed again from fresh metadata if others commit
     * meanwhile; a change that returns its argument commits nothing.
     *
     * @return the metadata to which the change was applied
     * @throws GuardViolation if the table does not meet the guard's conditions
     * @throws CommitOutcomeUnknown if it is unknown whether it was applied
     */
    public TableMetadata change(UnaryOperator<TableMetadata> change) throws CommitOutcomeUnknown {
        GuardedTableOperations guarded = new GuardedTableOperations(operations, name, guard);
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
