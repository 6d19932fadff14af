package dev.amend.publish.guard;

import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.jspecify.annotations.Nullable;

/** Table operations whose commits use some overridden settings; the table keeps its own properties. */
final class OverriddenSettings extends DelegatingOperations {
    private final Function<TableMetadata, Map<String, String>> settings;
    private volatile @Nullable Made made;

    /** Metadata with overridden settings, and the metadata that it was made from. */
    private record Made(TableMetadata of, TableMetadata metadata) {}

    /** @param settings the properties to override, given the table's metadata; empty for none */
    OverriddenSettings(TableOperations delegate, Function<TableMetadata, Map<String, String>> settings) {
        super(delegate);
        this.settings = settings;
    }

    /**
     * The metadata from which a commit takes its settings. The metadata that it is based on, and sends, comes from
     * {@link #refresh}. Iceberg calls this for each added file, so the result is kept for each metadata of the table.
     */
    @Override
    public TableMetadata current() {
        TableMetadata current = delegate.current();
        Made known = made;
        if (known == null || known.of() != current) {
            known = new Made(current, overridden(current));
            made = known;
        }
        return known.metadata();
    }

    private TableMetadata overridden(TableMetadata current) {
        Map<String, String> overridden = settings.apply(current);
        return overridden.isEmpty()
                ? current
                : TableMetadata.buildFrom(current)
                        .setProperties(overridden)
                        .discardChanges()
                        .withMetadataLocation(current.metadataFileLocation())
                        .build();
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        delegate.commit(base, metadata);
    }
}
