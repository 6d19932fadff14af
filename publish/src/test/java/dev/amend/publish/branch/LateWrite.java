package dev.amend.publish.branch;

import dev.amend.publish.fixture.Warehouse;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** What someone else may write into the range while a backfill runs: to 2024-01-01. */
public enum LateWrite {
    APPEND {
        @Override
        public void to(Table table) {
            table.newAppend().appendFile(Warehouse.file(table, "late", DAY)).commit();
        }
    },
    EQUALITY_DELETE {
        @Override
        public void to(Table table) {
            table.newRowDelta()
                    .addDeletes(Warehouse.equalityDelete(table, "late", DAY))
                    .commit();
        }
    },
    ROW_DELETE {
        @Override
        public void to(Table table) {
            table.newRowDelta()
                    .addDeletes(Warehouse.rowDelete(table, "late", fileOfTheDay(table)))
                    .commit();
        }
    },
    UPDATE {
        @Override
        public void to(Table table) {
            table.newOverwrite()
                    .deleteFile(fileOfTheDay(table))
                    .addFile(Warehouse.file(table, "updated", DAY))
                    .commit();
        }
    },
    DYNAMIC_OVERWRITE {
        @Override
        public void to(Table table) {
            table.newReplacePartitions()
                    .addFile(Warehouse.file(table, "replaced", DAY))
                    .commit();
        }
    },
    FILE_DELETE {
        @Override
        public void to(Table table) {
            table.newDelete().deleteFile(fileOfTheDay(table)).commit();
        }
    };

    private static final String DAY = "2024-01-01";

    public abstract void to(Table table);

    /** The old one before publication, the new one after it. */
    private static DataFile fileOfTheDay(Table table) {
        table.refresh();
        return Warehouse.tasks(table, table.currentSnapshot().snapshotId()).stream()
                .map(task -> task.file())
                .filter(file -> file.location().contains(DAY))
                .findFirst()
                .orElseThrow()
                .copy();
    }
}
