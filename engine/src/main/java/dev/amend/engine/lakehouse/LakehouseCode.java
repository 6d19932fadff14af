package dev.amend.engine.lakehouse;

import dev.amend.specs.BackfillId;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.text.Excerpt;
import dev.amend.specs.text.Reason;
import java.util.List;
import java.util.Locale;

/** The problems that tables and their catalogs can have. */
enum LakehouseCode implements ErrorCode {
    TABLE_NOT_FOUND(ErrorKind.USER),
    CATALOG_FAILED(ErrorKind.TRANSIENT),
    SOURCE_INVALID(ErrorKind.USER),
    SETTING_REFUSED(ErrorKind.USER),
    PIN_GONE(ErrorKind.CHECK_FAILED),
    REF_GONE(ErrorKind.CHECK_FAILED);

    private static final int MOST_OF_A_VIEW = 300;

    private final ErrorKind kind;

    LakehouseCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException noSuchTable(TableId id, String catalog, Throwable cause) {
        return new AmendException(
                TABLE_NOT_FOUND,
                "Cannot load %s as an Iceberg table: %s".formatted(id, Reason.of(cause)),
                "catalog " + catalog,
                "Check the name and the spark.sql.catalog settings in amend.yaml or of spark-submit",
                cause);
    }

    static AmendException isView(TableId id, String sql, Throwable cause) {
        return new AmendException(
                TABLE_NOT_FOUND,
                "Cannot pin or correct %s: %s is a view, which has no snapshots: %s"
                        .formatted(id, id, Excerpt.of(sql, MOST_OF_A_VIEW)),
                id.toString(),
                "Declare the tables that the view reads, and put its query into the transform, as in  with %s as (…) select …"
                        .formatted(id.parts().get(id.parts().size() - 1)),
                cause);
    }

    static AmendException catalogFailed(TableId id, Throwable cause) {
        return new AmendException(
                CATALOG_FAILED,
                "Cannot load %s: the catalog failed with %s: %s"
                        .formatted(id, cause.getClass().getSimpleName(), Reason.of(cause)),
                id.toString(),
                "Check the spark.sql.catalog settings and that the catalog answers, then try again",
                cause);
    }

    static AmendException catalogFailed(String catalog, Throwable cause) {
        return new AmendException(
                CATALOG_FAILED,
                "%s failed with %s: %s".formatted(catalog, cause.getClass().getSimpleName(), Reason.of(cause)),
                "catalog " + catalog,
                "Check the spark.sql.catalog settings and that the catalog answers, then try again",
                cause);
    }

    static AmendException noSuchColumn(String source, TableId table, String column) {
        return new AmendException(
                SOURCE_INVALID,
                "Cannot read source '%s' bounded: %s has no column '%s'".formatted(source, table, column),
                "sources.%s.partition_key".formatted(source),
                "Name the column by which %s is partitioned".formatted(table));
    }

    static AmendException noPartitionKey(TableId table, String key, String[] columns) {
        return new AmendException(
                SOURCE_INVALID,
                "Cannot use %s: it has no column '%s'".formatted(table, key),
                "target.partition_key",
                "Its columns are " + String.join(", ", columns));
    }

    static AmendException refGone(String table, String ref) {
        return new AmendException(
                REF_GONE,
                "Cannot find '%s' of %s: someone dropped it".formatted(ref, table),
                "%s, %s".formatted(table, ref),
                "Find out who, and whether the old data can still be reached; a rollback may not be possible any more");
    }

    static AmendException settingsRefused(List<String> refused, String version) {
        return new AmendException(
                SETTING_REFUSED,
                "Cannot set %d setting(s) in a session of Spark %s: %s"
                        .formatted(refused.size(), version, String.join("; ", refused)),
                "execution.spark",
                "Correct or remove them; what Spark reads when it starts is set with spark-submit --conf or in amend.yaml");
    }

    static AmendException emptySource(String source, TableId table) {
        return new AmendException(
                SOURCE_INVALID,
                "Cannot pin source '%s': %s has no snapshot".formatted(source, table),
                "sources.%s.table".formatted(source),
                "Load the table first, or name another one");
    }

    /** @param pins each with its source, as "snapshot 42 of a.b, which source 'x' is pinned to" */
    static AmendException pinsGone(BackfillId id, List<String> pins) {
        return new AmendException(
                PIN_GONE,
                "Cannot read the sources of %s: others expired %s".formatted(id, String.join("; ", pins)),
                id.value(),
                "Run 'amend rebase %s': it pins the sources again, and all batches that read them become due"
                        .formatted(id));
    }

    static AmendException otherCatalog(TableId view, String found, String expected) {
        return new AmendException(
                SOURCE_INVALID,
                "Cannot publish through view %s: it is in catalog %s, and the target is in %s"
                        .formatted(view, found, expected),
                "publish.view",
                "Name a view in the target's catalog");
    }

    static AmendException wrongUnit(String column, String type, PartitionUnit unit, String where) {
        return new AmendException(
                SOURCE_INVALID,
                "Cannot use column '%s' of type %s as a partition key counted in %ss"
                        .formatted(column, type, unit.name().toLowerCase(Locale.ROOT)),
                where,
                "A date counts in days, months or years, a timestamp in hours as well, an integer as itself: write source_range in that unit, as in 2024-12-01, 2024-12, 2024 or 2024-12-01T05");
    }
}
