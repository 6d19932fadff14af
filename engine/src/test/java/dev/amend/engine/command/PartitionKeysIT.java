package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Partition keys of every type and unit, from plan to rollback. */
@Tag("long")
final class PartitionKeysIT {
    @TempDir
    private Path dir;

    /** Each row: the column's type, the table's partitioning, and the range, which has rows of 2023 and 2024. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date          | years(d)             | 2023       | 2024",
                "timestamp     | years(d)             | 2023       | 2024",
                "timestamp_ntz | years(d)             | 2023       | 2024",
                "date          | months(d)            | 2023       | 2024",
                "timestamp     | days(d), bucket(2, id) | 2023     | 2024",
                "date          | d                    | 2023-01    | 2024-12",
                "timestamp     | months(d)            | 2023-01    | 2024-12",
                "timestamp_ntz | hours(d)             | 2023-01-01 | 2024-12-31"
            })
    void aRangeIsBuiltPublishedAndRolledBackInItsUnit(String type, String partitioning, String start, String end)
            throws Exception {
        try (SmallWorld world = SmallWorld.create(dir, specification(start, end))) {
            world.lake().sql("create table staging.raw (d %s, id bigint, v int) using iceberg".formatted(type));
            world.lake().sql("""
                    insert into staging.raw
                    select cast(date_add(date'2022-12-20', cast(id * 10 as int)) as %s), id, cast(id as int) from range(0, 120)""".formatted(type));
            world.lake()
                    .sql("create table finance.yearly (d %s, id bigint, v int) using iceberg partitioned by (%s)"
                            .formatted(type, partitioning));
            world.lake().sql("insert into finance.yearly select d, id, v + 1 from staging.raw");

            world.run(0, "plan", world.specification());
            world.run(0, "prove", world.specification());
            world.run(0, "run", world.specification());
            world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
            world.run(0, "publish", SmallWorld.ID);
            assertThat(difference(world)).isEqualTo("73 rows corrected, 47 as before");

            world.run(0, "verify", SmallWorld.ID);
            world.run(0, "rollback", SmallWorld.ID, "--reason", "to see");
            assertThat(difference(world)).isEqualTo("0 rows corrected, 120 as before");
        }
    }

    private static String difference(SmallWorld world) {
        return world.lake().value("""
                select concat(count_if(new.v = raw.v), ' rows corrected, ', count_if(new.v = raw.v + 1), ' as before')
                from finance.yearly as new join staging.raw as raw using (id)""");
    }

    private static String specification(String start, String end) {
        return """
                version: 1
                backfill_id: %s
                owner: shop
                reason: {issue: FIN-7, change: Take away the one that was added}
                source_range: {start: %s, end: %s}
                target: {table: finance.yearly, partition_key: d, key: [id]}
                sources:
                  raw: {table: staging.raw, partition_key: d}
                transform:
                  sql: select d, id, v from raw where d between :batch_start and :batch_end
                execution: {partitions_per_batch: 31}
                validation:
                  row_count_tolerance: 0
                """.formatted(SmallWorld.ID, start, end);
    }
}
