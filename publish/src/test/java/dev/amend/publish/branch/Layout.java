package dev.amend.publish.branch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** How a table keeps its days: the type of column {@code day}, and a partition spec. */
enum Layout {
    DATE("date", "day=%s"),
    DATE_BUCKET("date", "id_bucket=1/day=%s"),
    DATE_THEN_BUCKET("date", "day=%s/id_bucket=1"),
    DATE_TRUNCATE("date", "id_trunc=10/day=%s"),
    DATE_UNPARTITIONED("date", ""),
    DATE_BUCKET_ALONE("date", "id_bucket=1"),
    TIMESTAMP("timestamp", "day_day=%s"),
    TIMESTAMPTZ("timestamptz", "day_day=%s"),
    TIMESTAMPTZ_BY_HOUR("timestamptz", "day_hour=%2$d"),
    TIMESTAMPTZ_UNPARTITIONED("timestamptz", "");

    private static final long ROWS = 10;
    private static final int DAY = 2;
    private static final long MICROS_OF_HOUR = 3_600_000_000L;

    private final String type;
    private final String partition;

    Layout(String type, String partition) {
        this.type = type;
        this.partition = partition;
    }

    PartitionSpec spec() {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema());
        PartitionSpec.Builder built = switch (this) {
            case DATE -> spec.identity("day");
            case DATE_BUCKET -> spec.bucket("id", 4).identity("day");
            case DATE_THEN_BUCKET -> spec.identity("day").bucket("id", 4);
            case DATE_TRUNCATE -> spec.truncate("id", 10).identity("day");
            case DATE_BUCKET_ALONE -> spec.bucket("id", 4);
            case TIMESTAMP, TIMESTAMPTZ -> spec.day("day");
            case TIMESTAMPTZ_BY_HOUR -> spec.hour("day");
            case DATE_UNPARTITIONED, TIMESTAMPTZ_UNPARTITIONED -> spec;
        };
        return built.build();
    }

    private Type type() {
        return Types.fromPrimitiveString(type);
    }

    private String partition(String day) {
        return partition.formatted(day, LocalDate.parse(day).toEpochDay() * 24 + 23);
    }

    Schema schema() {
        return new Schema(
                Types.NestedField.required(1, "id", Types.LongType.get()),
                Types.NestedField.optional(DAY, "day", type()));
    }

    /** A file with rows of the last hour of a day, up to its last microsecond; the day is the end of the name. */
    DataFile file(Table table, String name) {
        String day = name.substring(name.length() - "2024-01-01".length());
        long epochDay = LocalDate.parse(day).toEpochDay();
        Metrics metrics = type().typeId() == Type.TypeID.DATE
                ? bounded((int) epochDay, (int) epochDay)
                : bounded((epochDay * 24 + 23) * MICROS_OF_HOUR, (epochDay + 1) * 24 * MICROS_OF_HOUR - 1);
        return file(table, name, partition(day), metrics);
    }

    /** A file whose rows have no day, in a partition, or in that of any file. */
    DataFile fileOfNulls(Table table, String name, Optional<String> of) {
        Metrics metrics = new Metrics(ROWS, null, Map.of(DAY, ROWS), Map.of(DAY, ROWS), null, Map.of(), Map.of());
        return file(table, name, of.orElseGet(() -> partition("2024-01-01")), metrics);
    }

    private Metrics bounded(Object lower, Object upper) {
        return new Metrics(
                ROWS,
                null,
                Map.of(DAY, ROWS),
                Map.of(DAY, 0L),
                null,
                Map.of(DAY, Conversions.toByteBuffer(type(), lower)),
                Map.of(DAY, Conversions.toByteBuffer(type(), upper)));
    }

    private static DataFile file(Table table, String name, String partition, Metrics metrics) {
        String path = table.location() + "/data/" + name + ".parquet";
        try (PositionOutputStream out = table.io().newOutputFile(path).createOrOverwrite()) {
            out.write(new byte[] {1, 2, 3});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DataFiles.Builder builder = DataFiles.builder(table.spec())
                .withPath(path)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(3)
                .withMetrics(metrics);
        return table.spec().isUnpartitioned()
                ? builder.build()
                : builder.withPartitionPath(partition).build();
    }
}
