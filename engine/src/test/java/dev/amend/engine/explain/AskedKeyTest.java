package dev.amend.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.specs.Specification;
import dev.amend.specs.error.AmendException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AskedKeyTest {
    private static final StructType SCHEMA = new StructType()
            .add("day", DataTypes.DateType)
            .add("shop", DataTypes.StringType)
            .add("net", DataTypes.createDecimalType(14, 2));

    private final Specification specification =
            SmallLake.read(SmallLake.specification("tax-fix")).specification();

    private AskedKey read(String key) {
        return AskedKey.read(specification, SCHEMA, List.of(key));
    }

    @Test
    void hasValuesOfTheColumnsTypesAndThePartition() {
        AskedKey key = read("SHOP=a,day=2026-01-07");

        assertThat(key.values()).isEqualTo(Map.of("shop", "a", "day", LocalDate.parse("2026-01-07")));
        assertThat(key.partition()).contains(LocalDate.parse("2026-01-07").toEpochDay());
        assertThat(key).hasToString("shop=a, day=2026-01-07");
    }

    @Test
    void thePartitionMayBeNamedBesideTheKey() {
        Specification byShop = SmallLake.read(
                        SmallLake.specification("tax-fix").replace("key: [day, shop]", "key: [shop]"))
                .specification();

        AskedKey key = AskedKey.read(byShop, SCHEMA, List.of("shop=a", "day=2026-01-07"));
        assertThat(key.values()).containsOnlyKeys("shop");
        assertThat(key.partition()).isPresent();
        assertThat(AskedKey.read(byShop, SCHEMA, List.of("shop=a")).partition()).isEmpty();
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> read("day=2026-02-30,shopp=a,net=1,shop=null"))
                .isInstanceOf(AmendException.class)
                .hasMessage(
                        "Invalid --key: '2026-02-30' of 'day' is not a date, such as 2026-01-31; 'shopp' is no column of finance.revenue; "
                                + "'net' is a column, but not of the key; 'shop' is null: rows without a complete key belong to no row on the other side "
                                + "(for the text null write shop='null')");
        assertThatThrownBy(() -> read("day=2026-01-07"))
                .hasMessage("Invalid --key: 'shop' is missing")
                .extracting(thrown -> ((AmendException) thrown).next())
                .isEqualTo(
                        "Give a value for each column of the key of finance.revenue, as in --key \"day=2026-01-31,shop=TEXT\"");
        assertThatThrownBy(() -> read("day=2026-01-07,Day=2026-01-08,shop=a"))
                .hasMessageContaining("'day' is there twice");
    }

    /** Of a value that can't be read, too: it may be another column's, put at the wrong place. */
    @Test
    void repeatsNoValueWhereAColumnOfTheKeyIsSensitive() {
        Specification sensitive = SmallLake.read(SmallLake.specification("tax-fix")
                        .replace("key: [day, shop]", "key: [day, account]")
                        .replace("  volatile: [computed_at]", "  volatile: [computed_at]\n  sensitive: [ACCOUNT]"))
                .specification();
        StructType schema = SCHEMA.add("account", DataTypes.LongType);

        assertThatThrownBy(() -> AskedKey.read(
                        sensitive, schema, List.of("account=4711x,day=2026-01-07 4711,4711=1,net=4711,Account='4711'")))
                .isInstanceOf(AmendException.class)
                .hasMessage("Invalid --key: '•••' of 'account' is not a whole number, such as 17; "
                        + "'•••' of 'day' is not a date, such as 2026-01-31; '•••' is no column of finance.revenue; "
                        + "'net' is a column, but not of the key")
                .hasNoCause();
    }

    @Test
    void aTableWithoutAKeyHasNothingToAskFor() {
        Specification bag = SmallLake.read(SmallLake.specification("tax-fix")
                        .replace("key: [day, shop]", "key: []")
                        .replace("  unchanged: [gross]\n", ""))
                .specification();

        assertThatThrownBy(() -> AskedKey.read(bag, SCHEMA, List.of("day=2026-01-07")))
                .hasMessageStartingWith("Cannot explain a row of finance.revenue: the specification has no target.key");
    }

    @Test
    void readsAValueAsAReportShowsIt() {
        assertThat(value(DataTypes.TimestampType, "2026-01-07T10:15:00Z"))
                .isEqualTo(value(DataTypes.TimestampType, "2026-01-07 10:15:00"))
                .isEqualTo(value(DataTypes.TimestampType, "2026-01-07T12:15+02:00"))
                .contains(Instant.parse("2026-01-07T10:15:00Z"));
        assertThat(value(DataTypes.TimestampNTZType, "2026-01-07T10:15"))
                .contains(LocalDateTime.parse("2026-01-07T10:15:00"));
        assertThat(value(DataTypes.createDecimalType(6, 2), "17.5")).contains(new BigDecimal("17.50"));
        assertThat(value(DataTypes.ShortType, "-17")).contains((short) -17);
        assertThat(value(DataTypes.LongType, "9007199254740993")).contains(9007199254740993L);
        assertThat(value(DataTypes.DoubleType, "1.5E3")).contains(1500.0);
        assertThat(value(DataTypes.BooleanType, "false")).contains(false);
        assertThat(value(DataTypes.BinaryType, "0A1b").map(found -> ((byte[]) found).length))
                .contains(2);
        assertThat(KeyType.of(SCHEMA)).isEmpty();
    }

    /** A value that was rounded or cut would find another row. */
    @ParameterizedTest
    @CsvSource({
        "int, 17.0",
        "int, 2147483648",
        "int, ''",
        "int, '1_7'",
        "bigint, '0x11'",
        "smallint, 40000",
        "date, 2026-1-7",
        "date, 2026-01-07T10:15:00",
        "timestamp, 2026-01-07",
        "'decimal(6,2)', 17.505",
        "'decimal(6,2)', 17000.5",
        "boolean, yes",
        "double, many",
        "binary, 0A1"
    })
    void takesNoTextThatIsNotExactlyAValue(String type, String text) {
        assertThat(value(DataType.fromDDL(type), text)).isEmpty();
    }

    private static Optional<Object> value(DataType type, String text) {
        return KeyType.of(type).orElseThrow().value(text);
    }
}
