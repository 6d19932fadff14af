package dev.amend.publish.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.branch.PublicationIT;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.range.FilesToAdd;
import dev.amend.publish.range.RangeInspection;
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

        RangeInspection range = new RangeInspection(table, Backfill.RANGE);
        try (FilesToAdd old =
                range.filesToAdd(PublicationIT.head(table), file -> file.path().equals(original.location()))) {
            FileCopies copies = new FileCopies(table, 7, old.originals());
            copies.make();

            assertThat(old.copies(copies::locationOf)).singleElement().satisfies(copy -> {
                assertThat(copy.firstRowId()).isNull();
                assertThat(copy.location())
                        .isNotEqualTo(original.location())
                        .endsWith("amend-rollback-7-00000.parquet");
                assertThat(copy.partition()).isEqualTo(original.partition());
                assertThat(copy.recordCount()).isEqualTo(original.recordCount());
                assertThat(copy.lowerBounds()).isNotEmpty().isEqualTo(original.lowerBounds());
                assertThat(table.io().newInputFile(copy.location()).exists()).isTrue();
            });
        }
    }
}
