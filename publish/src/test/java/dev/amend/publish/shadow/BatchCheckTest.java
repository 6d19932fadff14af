package dev.amend.publish.shadow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.branch.PublicationIT;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.specs.error.AmendException;
import java.time.Instant;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public final class BatchCheckTest {
    private final Warehouse warehouse = Warehouse.inMemory();

    @Test
    void noticesABatchThatRemovedFilesOfAnother() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        OverwriteFiles overwrite = backfill.table
                .newOverwrite()
                .addFile(backfill.file("again-2024-01-01"))
                .deleteFile(shadowFile(backfill, "new-2024-01-03"))
                .toBranch(Backfill.REFS.branch());
        backfill.plan.batchProperties(Backfill.FIRST, 2, "events@1").forEach(overwrite::set);
        overwrite.commit();

        assertThatThrownBy(() -> verifyFirst(backfill))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("it removed ")
                .hasMessageContaining("new-2024-01-03.parquet, which is outside of 2024-01-01..2024-01-02");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void noticesABatchThatBroughtDeleteFiles(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        DataFile file = shadowFile(backfill, "new-2024-01-01");
        RowDelta delta = backfill.table
                .newRowDelta()
                .addDeletes(Warehouse.rowDelete(backfill.table, "stray", file))
                .toBranch(Backfill.REFS.branch());
        backfill.plan.batchProperties(Backfill.FIRST, 2, "events@1").forEach(delta::set);
        delta.commit();

        assertThatThrownBy(() -> verifyFirst(backfill))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("it added the delete file ");
    }

    @Test
    void noticesACommitThatIsNotOnTheShadow() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.append("live-2024-01-01");
        long onMain = PublicationIT.head(backfill.table);
        CommittedBatch elsewhere =
                new CommittedBatch("2024-01-01", onMain, 1, 1, "digest", "events@1", 10, 3, Instant.EPOCH);

        assertThatThrownBy(() -> backfill.shadow().verifyBatch(Backfill.FIRST, elsewhere))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot accept the commit of batch 2024-01-01: it is not on branch 'amend_tax_fix'");
    }

    private static void verifyFirst(Backfill backfill) {
        backfill.shadow()
                .verifyBatch(
                        Backfill.FIRST, backfill.shadow().committedBatches().get(Backfill.FIRST.id()));
    }

    public static DataFile shadowFile(Backfill backfill, String name) {
        Table table = backfill.table;
        return Warehouse.tasks(table, backfill.shadow().head()).stream()
                .map(task -> task.file())
                .filter(file -> file.location().contains(name))
                .findFirst()
                .orElseThrow()
                .copy();
    }
}
