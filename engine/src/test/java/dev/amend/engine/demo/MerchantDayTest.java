package dev.amend.engine.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

final class MerchantDayTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-06-08");
    private static final Schema EVENTS = new Schema(
            Types.NestedField.required(1, "event_id", Types.LongType.get()),
            Types.NestedField.required(2, "revenue_date", Types.DateType.get()),
            Types.NestedField.required(3, "event_time", Types.TimestampType.withZone()),
            Types.NestedField.required(4, "ingested_at", Types.TimestampType.withZone()),
            Types.NestedField.required(5, "country", Types.StringType.get()),
            Types.NestedField.required(6, "kind", Types.StringType.get()),
            Types.NestedField.required(7, "gross", Types.DecimalType.of(18, 2)),
            Types.NestedField.required(8, "tax", Types.DecimalType.of(18, 2)),
            Types.NestedField.required(9, "price_includes_tax", Types.BooleanType.get()));
    private static final Schema REVENUE = new Schema(
            Types.NestedField.required(1, "revenue_date", Types.DateType.get()),
            Types.NestedField.required(2, "merchant_id", Types.LongType.get()),
            Types.NestedField.required(3, "country", Types.StringType.get()),
            Types.NestedField.required(4, "orders", Types.LongType.get()),
            Types.NestedField.required(5, "refunds", Types.LongType.get()),
            Types.NestedField.required(6, "gross_revenue", Types.DecimalType.of(18, 2)),
            Types.NestedField.required(7, "included_tax", Types.DecimalType.of(18, 2)),
            Types.NestedField.required(8, "net_revenue", Types.DecimalType.of(18, 2)),
            Types.NestedField.required(9, "recalculated_at", Types.TimestampType.withZone()),
            Types.NestedField.optional(10, "backfill_id", Types.StringType.get()));

    @Test
    void takesOnlyTheTaxOutThatIsPartOfThePrice() {
        MerchantDay day = new MerchantDay(
                new RevenueKey(MONDAY, 1003),
                List.of(
                        event(Map.of("gross", money("120.00"), "tax", money("20.00"), "price_includes_tax", true)),
                        event(Map.of(
                                "kind",
                                "refund",
                                "gross",
                                money("-12.00"),
                                "tax",
                                money("-2.00"),
                                "price_includes_tax",
                                true)),
                        event(Map.of("gross", money("50.00"), "tax", money("9.50"), "price_includes_tax", false))));

        Record row = day.revenue(REVENUE, Instant.parse("2026-06-08T12:00:00Z"));

        assertThat(row)
                .isEqualTo(GenericRecord.create(REVENUE)
                        .copy(Map.of(
                                "revenue_date",
                                MONDAY,
                                "merchant_id",
                                1003L,
                                "country",
                                "DE",
                                "orders",
                                2L,
                                "refunds",
                                1L,
                                "gross_revenue",
                                money("158.00"),
                                "included_tax",
                                money("18.00"),
                                "net_revenue",
                                money("140.00"),
                                "recalculated_at",
                                OffsetDateTime.parse("2026-06-08T12:00:00Z"))));
    }

    @Test
    void repeatsItsEventsUnderNumbersOfTheOtherDay() {
        MerchantDay day = new MerchantDay(
                new RevenueKey(MONDAY, 1003), List.of(event(Map.of("event_id", (20612L * 10000 + 1003) * 10000 + 1))));

        MerchantDay weekLater = day.repeatedAfter(7);

        assertThat(weekLater.key()).isEqualTo(new RevenueKey(MONDAY.plusDays(7), 1003));
        assertThat(weekLater.events())
                .containsExactly(event(Map.of(
                        "event_id",
                        (20619L * 10000 + 1003) * 10000 + 1,
                        "revenue_date",
                        MONDAY.plusDays(7),
                        "event_time",
                        OffsetDateTime.parse("2026-06-15T09:30:00Z"),
                        "ingested_at",
                        OffsetDateTime.parse("2026-06-15T09:30:05Z"))));
    }

    private static BigDecimal money(String amount) {
        return new BigDecimal(amount);
    }

    private static Record event(Map<String, Object> differences) {
        return GenericRecord.create(EVENTS)
                .copy(Map.of(
                        "event_id",
                        1L,
                        "revenue_date",
                        MONDAY,
                        "event_time",
                        OffsetDateTime.parse("2026-06-08T09:30:00Z"),
                        "ingested_at",
                        OffsetDateTime.parse("2026-06-08T09:30:05Z"),
                        "country",
                        "DE",
                        "kind",
                        "sale",
                        "gross",
                        money("10.00"),
                        "tax",
                        money("1.90"),
                        "price_includes_tax",
                        false))
                .copy(differences);
    }
}
