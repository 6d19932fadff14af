package dev.amend.publish.branch;

import dev.amend.publish.fixture.Warehouse;
import org.apache.iceberg.Table;

/** What others may write while a backfill runs without being in its way: to the day after the range, or no rows. */
enum Bystander {
    APPEND {
        @Override
        void to(Table table) {
            table.newAppend()
                    .appendFile(Warehouse.file(table, "live-2024-01-05", DAY))
                    .commit();
        }
    },
    ROW_DELETE {
        @Override
        void to(Table table) {
            table.newRowDelta()
                    .addDeletes(Warehouse.rowDelete(table, "live", Warehouse.find(table, OLD)))
                    .commit();
        }
    },
    EQUALITY_DELETE {
        @Override
        void to(Table table) {
            table.newRowDelta()
                    .addDeletes(Warehouse.equalityDelete(table, "live", DAY))
                    .commit();
        }
    },
    UPDATE {
        @Override
        void to(Table table) {
            table.newOverwrite()
                    .deleteFile(Warehouse.find(table, OLD))
                    .addFile(Warehouse.file(table, "updated-2024-01-05", DAY))
                    .commit();
        }
    },
    DYNAMIC_OVERWRITE {
        @Override
        void to(Table table) {
            table.newReplacePartitions()
                    .addFile(Warehouse.file(table, "replaced-2024-01-05", DAY))
                    .commit();
        }
    },
    FILE_DELETE {
        @Override
        void to(Table table) {
            table.newDelete().deleteFile(Warehouse.find(table, OLD)).commit();
        }
    },
    COMPACTION_OUTSIDE {
        @Override
        void to(Table table) {
            table.newRewrite()
                    .deleteFile(Warehouse.find(table, OLD))
                    .addFile(Warehouse.file(table, "compacted-" + OLD, DAY))
                    .commit();
        }
    },
    COMPACTION_INSIDE {
        @Override
        void to(Table table) {
            table.newRewrite()
                    .deleteFile(Warehouse.find(table, "old-2024-01-02"))
                    .addFile(Warehouse.file(table, "compacted-old-2024-01-02", "2024-01-02"))
                    .commit();
        }
    },
    REWRITE_MANIFESTS {
        @Override
        void to(Table table) {
            table.rewriteManifests().clusterBy(file -> "all").commit();
        }
    };

    private static final String DAY = "2024-01-05";
    private static final String OLD = "old-2024-01-05";

    abstract void to(Table table);
}
