package dev.amend.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.fixture.Warehouse;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

final class FileCopiesTest {
    private final Warehouse warehouse = Warehouse.inMemory();

    /** No two rows may have the same id: it is given to them when they are committed. */
    @Test
    void aCopyHasNoRowIdsOfItsOwn() {
        Table table = Backfill.planned(warehouse, 3).table;
        DataFile original = Warehouse.find(table, "old-2024-01-02");
        assertThat(original.firstRowId()).isNotNull();

        List<DataFile> copies = new FileCopies(table, 7).of(List.of(original));

        assertThat(copies).singleElement().satisfies(copy -> {
            assertThat(copy.firstRowId()).isNull();
            assertThat(copy.location()).isNotEqualTo(original.location()).endsWith("amend-rollback-7-00000.parquet");
            assertThat(copy.partition()).isEqualTo(original.partition());
            assertThat(copy.recordCount()).isEqualTo(original.recordCount());
        });
    }
}
