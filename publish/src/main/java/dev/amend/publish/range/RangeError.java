package dev.amend.publish.range;

import dev.amend.specs.PartitionUnit;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The ways in which a range and a table don't fit together. */
public enum RangeError implements ErrorCode {
    /** The table has no such column. */
    RANGE_COLUMN_UNKNOWN(ErrorKind.USER),
    /** The column's type has no such unit. */
    RANGE_UNIT_MISMATCH(ErrorKind.USER),
    /** Neither partition values nor column bounds show which partition a file contains. */
    PARTITION_NOT_VISIBLE(ErrorKind.USER),
    /** Files are only partly in the range, or in several partitions. */
    FILES_STRADDLE(ErrorKind.USER),
    /** The table does not have such a snapshot (any more). */
    SNAPSHOT_MISSING(ErrorKind.CHECK_FAILED);

    private static final int NAMED_FILES = 5;

    private final ErrorKind kind;

    RangeError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException noSuchColumn(String column, Schema schema) {
        return new AmendException(
                RANGE_COLUMN_UNKNOWN,
                "Cannot find partition key '%s': the table's columns are %s"
                        .formatted(
                                column,
                                schema.columns().stream()
                                        .map(Types.NestedField::name)
                                        .collect(Collectors.joining(", "))),
                "column " + column,
                "Correct partition_key in the specification");
    }

    static AmendException unitDoesNotFit(TableRange range, Type type) {
        return new AmendException(
                RANGE_UNIT_MISMATCH,
                "Cannot cut column '%s' of type %s into partitions of unit %s"
                        .formatted(range.column(), type, range.unit()),
                "column " + range.column(),
                asDays(range, type)
                        .map("Write days with dashes: source_range: %s"::formatted)
                        .orElse(
                                "Write the range as the column's type says: days, months or years for a date; hours as well for a timestamp; integers for an int or long"));
    }

    /** The range in days if the column has days, and the range integers like 20130101. */
    private static Optional<String> asDays(TableRange range, Type type) {
        boolean hasDays = type.typeId() == Type.TypeID.DATE || type.typeId() == Type.TypeID.TIMESTAMP;
        if (!hasDays || range.unit() != PartitionUnit.INTEGER) {
            return Optional.empty();
        }
        Optional<String> start =
                PartitionUnit.dayWithoutDashes(range.segments().get(0).start());
        Optional<String> end = PartitionUnit.dayWithoutDashes(
                range.segments().get(range.segments().size() - 1).last());
        return start.flatMap(first -> end.map(last -> "{start: %s, end: %s}".formatted(first, last)));
    }

    static AmendException notVisible(String table, String path, String column) {
        return new AmendException(
                PARTITION_NOT_VISIBLE,
                "Cannot tell which partitions of '%s' the file %s holds: its partition spec does not use the column, and it has no bounds for it"
                        .formatted(column, path),
                "table " + table,
                "Partition the table by '%s', or rewrite it with column statistics (write.metadata.metrics.column.%s=full)"
                        .formatted(column, column));
    }

    /** @param next what to do about them */
    static AmendException straddle(String table, TableRange range, List<StraddlingFile> files, String next) {
        String named =
                files.stream().limit(NAMED_FILES).map(StraddlingFile::toString).collect(Collectors.joining("; "));
        return new AmendException(
                FILES_STRADDLE,
                "Cannot replace %s as a whole: %d file(s) straddle its partitions: %s%s"
                        .formatted(range, files.size(), named, files.size() > NAMED_FILES ? "; …" : ""),
                "table " + table,
                next);
    }

    static AmendException snapshotMissing(String table, long snapshotId) {
        return new AmendException(
                SNAPSHOT_MISSING,
                "Cannot read snapshot %d: the table does not have it (any more)".formatted(snapshotId),
                "table " + table,
                "Check whether snapshots of the table were expired");
    }
}
