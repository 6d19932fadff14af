package dev.amend.publish.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.fixture.Warehouse;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.junit.jupiter.api.Test;

final class OverriddenSettingsTest {
    private final Warehouse warehouse = Warehouse.inMemory();

    /** Iceberg asks for each file of a commit, and making metadata anew takes longer than all else. */
    @Test
    void areMadeOnceForEachStateOfTheTable() {
        Table table = warehouse.sales(2);
        TableOperations operations = Patience.with(((HasTableOperations) table).operations());

        TableMetadata first = operations.current();
        assertThat(operations.current()).isSameAs(first);
        table.updateProperties().set("owner", "finance").commit();
        TableMetadata later = operations.current();

        assertThat(later).isNotSameAs(first);
        assertThat(later.property("owner", "")).isEqualTo("finance");
        assertThat(later.property(TableProperties.MANIFEST_MERGE_ENABLED, "")).isEqualTo("false");
        assertThat(table.properties()).doesNotContainKey(TableProperties.MANIFEST_MERGE_ENABLED);
    }
}
