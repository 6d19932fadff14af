package dev.amend.publish.view;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewBuilder;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewOperations;

/** A catalog's views whose replacements, or what comes after them, go wrong as a test says. */
final class FaultyViews implements ViewCatalog {

    /** What happens around one replacement. */
    interface Fault {
        void commit(ViewOperations delegate, ViewMetadata base, ViewMetadata metadata);
    }

    private final ViewCatalog delegate;
    private final Queue<Fault> faults = new ArrayDeque<>();
    private final Queue<RuntimeException> failingRefreshes = new ArrayDeque<>();
    private boolean hasFailed;

    FaultyViews(Catalog catalog) {
        this.delegate = (ViewCatalog) catalog;
    }

    /** The next replacement is applied, and answered with an exception. */
    FaultyViews appliedThen(Supplier<RuntimeException> answer) {
        return next((operations, base, metadata) -> {
            operations.commit(base, metadata);
            throw answer.get();
        });
    }

    /** The next replacement is not applied, and answered with an exception. */
    FaultyViews notAppliedBut(Supplier<RuntimeException> answer) {
        return next((operations, base, metadata) -> {
            throw answer.get();
        });
    }

    /** Before the next replacement is sent, and after it was compared with what was read, someone else does something. */
    FaultyViews after(Runnable others) {
        return next((operations, base, metadata) -> {
            others.run();
            operations.commit(base, metadata);
        });
    }

    FaultyViews next(Fault fault) {
        faults.add(fault);
        return this;
    }

    /** The first refresh after the next failing replacement fails as well. */
    FaultyViews refreshFails() {
        failingRefreshes.add(new IllegalStateException("The catalog does not answer"));
        return this;
    }

    boolean isFaultless() {
        return faults.isEmpty() && failingRefreshes.isEmpty();
    }

    @Override
    public View loadView(TableIdentifier id) {
        ViewOperations operations = ((BaseView) delegate.loadView(id)).operations();
        return new BaseView(new Operations(operations), id.toString());
    }

    private final class Operations implements ViewOperations {
        private final ViewOperations operations;

        Operations(ViewOperations operations) {
            this.operations = operations;
        }

        @Override
        public ViewMetadata current() {
            return operations.current();
        }

        @Override
        public ViewMetadata refresh() {
            if (hasFailed && !failingRefreshes.isEmpty()) {
                throw failingRefreshes.remove();
            }
            return operations.refresh();
        }

        @Override
        public void commit(ViewMetadata base, ViewMetadata metadata) {
            Fault fault = faults.poll();
            if (fault == null) {
                operations.commit(base, metadata);
                return;
            }

            try {
                fault.commit(operations, base, metadata);
            } catch (RuntimeException e) {
                hasFailed = true;
                throw e;
            }
        }
    }

    @Override
    public String name() {
        return delegate.name();
    }

    @Override
    public List<TableIdentifier> listViews(Namespace namespace) {
        return delegate.listViews(namespace);
    }

    @Override
    public ViewBuilder buildView(TableIdentifier id) {
        return delegate.buildView(id);
    }

    @Override
    public boolean dropView(TableIdentifier id) {
        return delegate.dropView(id);
    }

    @Override
    public void renameView(TableIdentifier from, TableIdentifier to) {
        delegate.renameView(from, to);
    }
}
