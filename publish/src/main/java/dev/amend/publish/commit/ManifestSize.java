package dev.amend.publish.commit;

import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;

/**
 * Up to how many bytes a commit merges manifests into one, where it is less than the table's property says. The table
 * keeps its property.
 */
public record ManifestSize(long bytes) {

    /** As the table's property says. */
    public static final ManifestSize AS_CONFIGURED = new ManifestSize(Long.MAX_VALUE);

    TableOperations of(TableOperations operations) {
        return new Merging(operations);
    }

    private final class Merging extends DelegatingOperations {

        private Merging(TableOperations delegate) {
            super(delegate);
        }

        /** What a commit takes its settings from. What it is compared against, and sends, it asks {@link #refresh} for. */
        @Override
        public TableMetadata current() {
            TableMetadata current = delegate.current();
            long configured = current.propertyAsLong(
                    TableProperties.MANIFEST_TARGET_SIZE_BYTES, TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
            return configured <= bytes ? current : withSize(current);
        }

        private TableMetadata withSize(TableMetadata current) {
            return TableMetadata.buildFrom(current)
                    .setProperties(Map.of(TableProperties.MANIFEST_TARGET_SIZE_BYTES, Long.toString(bytes)))
                    .discardChanges()
                    .withMetadataLocation(current.metadataFileLocation())
                    .build();
        }

        @Override
        public void commit(TableMetadata base, TableMetadata metadata) {
            delegate.commit(base, metadata);
        }
    }
}
