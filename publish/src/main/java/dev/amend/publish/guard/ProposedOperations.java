package dev.amend.publish.guard;

import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;

/** A table as it would be after a commit that was not sent yet. It can be read but not changed. */
final class ProposedOperations extends DelegatingOperations {
    private final TableMetadata proposed;

    ProposedOperations(TableOperations delegate, TableMetadata proposed) {
        super(delegate);
        this.proposed = proposed;
    }

    @Override
    public TableMetadata current() {
        return proposed;
    }

    @Override
    public TableMetadata refresh() {
        return proposed;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        throw new UnsupportedOperationException("A proposed table cannot be changed");
    }
}
