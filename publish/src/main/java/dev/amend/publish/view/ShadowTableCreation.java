package dev.amend.publish.view;

import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.shadow.ShadowPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;

/** Creates the shadow table like the target. No other code decides on its form. */
record ShadowTableCreation(ViewPlace place, ShadowPlan plan) {
    /**
     * Properties that are not copied: the shadow table has its own locations, and its files may be deleted by default.
     */
    private static final Set<String> NOT_TAKEN_OVER = Set.of(
            TableProperties.GC_ENABLED,
            TableProperties.WRITE_DATA_LOCATION,
            TableProperties.WRITE_METADATA_LOCATION,
            "write.folder-storage.path",
            "write.object-storage.path");

    Table create(Table target) {
        return place.catalog()
                .buildTable(place.shadowId(), target.schema())
                .withPartitionSpec(target.spec())
                .withSortOrder(target.sortOrder())
                .withProperties(properties(target))
                .create();
    }

    private Map<String, String> properties(Table target) {
        Map<String, String> properties = new HashMap<>(target.properties());
        properties.keySet().removeAll(NOT_TAKEN_OVER);
        int formatVersion = ((HasTableOperations) target).operations().current().formatVersion();
        properties.put(TableProperties.FORMAT_VERSION, Integer.toString(formatVersion));
        properties.put(SummaryKeys.BACKFILL_ID, plan.id().value());
        return properties;
    }
}
