package dev.amend.publish.commit;

import java.util.Optional;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.jspecify.annotations.Nullable;

/** A table's operations that keep a commit instead of sending it. From then on the table looks as if it were sent. */
final class HeldBackOperations extends DelegatingOperations {
    private @Nullable TableMetadata base;
    private @Nullable TableMetadata held;

    HeldBackOperations(TableOperations delegate) {
        super(delegate);
    }

    /** Keeps it; there can be one only, because what comes after it was not made from what the catalog has. */
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
