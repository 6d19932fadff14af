package dev.amend.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.specs.PartitionUnit;
import dev.amend.specs.error.AmendException;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PartitionKeysTest {
    private static final Map<String, DataType> TYPES = Map.of(
            "date", DataTypes.DateType,
            "timestamp", DataTypes.TimestampType,
            "int", DataTypes.IntegerType,
            "string", DataTypes.StringType);

    @ParameterizedTest
    @CsvSource({
        "date, HOUR, hours",
        "date, INTEGER, integers",
        "timestamp, INTEGER, integers",
        "int, DAY, days",
        "string, DAY, days"
    })
    void refusesAUnitThatTheTypeHasNot(String columnType, PartitionUnit unit, String units) {
        assertThatThrownBy(() -> PartitionKeys.require("k", TYPES.get(columnType), unit, "target.partition_key"))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e)
                            .hasMessage("Cannot use column 'k' of type %s as a partition key counted in %s"
                                    .formatted(columnType, units));
                    assertThat(e.where()).isEqualTo("target.partition_key");
                });
    }
}
