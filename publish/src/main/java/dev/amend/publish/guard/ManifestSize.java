package dev.amend.publish.guard;

import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;

/** The size in bytes up to which a commit merges manifests into one, if the table's property allows more. */
public record ManifestSize(long bytes) {

    /** The size in the table's property. */
    public static final ManifestSize AS_CONFIGURED = new ManifestSize(Long.MAX_VALUE);

    TableOperations of(TableOperations operations) {
        return new OverriddenSettings(operations, this::settings);
    }

    private Map<String, String> settings(TableMetadata current) {
        long configured = current.propertyAsLong(
                TableProperties.MANIFEST_TARGET_SIZE_BYTES, TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
        return configured <= bytes
                ? Map.of()
                : Map.of(TableProperties.MANIFEST_TARGET_SIZE_BYTES, Long.toString(bytes));
    }
}
