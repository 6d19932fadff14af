package dev.amend.publish.guard;

import java.util.Optional;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.jspecify.annotations.Nullable;

/** Table operations that keep a commit instead of sending it. Afterwards the table looks as if the commit was sent. */
final class HeldBackOperations extends DelegatingOperations {
    private @Nullable TableMetadata base;
    private @Nullable TableMetadata held;

    HeldBackOperations(TableOperations delegate) {
        super(delegate);
    }

    /** Keeps the commit. Only one is allowed, because a second one would not be based on the catalog's metadata. */
    @Override
    public void commit(TableMetadata from, TableMetadata metadata) {
        if (held != null) {
            throw new IllegalStateException("A commit is held back already");
        }
        base = from;
        held = metadata;
    }

    Optional<TableMetadata> base() {
        return Optional.ofNullable(base);
    }

    Optional<TableMetadata> held() {
        return Optional.ofNullable(held);
    }

    @Override
    public TableMetadata current() {
        return held == null ? delegate.current() : held;
    }

    @Override
    public TableMetadata refresh() {
        return held == null ? delegate.refresh() : held;
    }
}
