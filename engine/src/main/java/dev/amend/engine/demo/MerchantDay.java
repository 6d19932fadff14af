package dev.amend.engine.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/**
 * The sales of one merchant on one day.
 *
 * @param events rows of {@code staging.revenue_events}, at least one
 */
record MerchantDay(RevenueKey key, List<Record> events) {

    /** Event numbers consist of the day, followed by eight digits. */
    private static final long EVENT_NUMBERS_PER_DAY = 100_000_000L;

    MerchantDay {
        events = List.copyOf(events);
    }

    /** Returns the same sales some days later, under event numbers of that day. */
    MerchantDay repeatedAfter(long days) {
        return new MerchantDay(
                new RevenueKey(key.day().plusDays(days), key.merchant()),
                events.stream().map(event -> moved(event, days)).toList());
    }

    private static Record moved(Record event, long days) {
        return event.copy(Map.of(
                "event_id", (long) event.getField("event_id") + days * EVENT_NUMBERS_PER_DAY,
                "revenue_date", ((LocalDate) event.getField("revenue_date")).plusDays(days),
                "event_time", ((OffsetDateTime) event.getField("event_time")).plusDays(days),
                "ingested_at", ((OffsetDateTime) event.getField("ingested_at")).plusDays(days)));
    }

    /** The row of {@code finance.daily_revenue}, computed correctly. */
    Record revenue(Schema schema, Instant now) {
        BigDecimal gross = sum(events, "gross");
        BigDecimal includedTax = sum(
                events.stream()
                        .filter(event -> (boolean) event.getField("price_includes_tax"))
                        .toList(),
                "tax");

        Map<String, Object> values = new HashMap<>();
        values.put("revenue_date", key.day());
        values.put("merchant_id", key.merchant());
        values.put("country", events.get(0).getField("country"));
        values.put("orders", count("sale"));
        values.put("refunds", count("refund"));
        values.put("gross_revenue", gross);
        values.put("included_tax", includedTax);
        values.put("net_revenue", gross.subtract(includedTax));
        values.put("recalculated_at", OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        return GenericRecord.create(schema).copy(values);
    }

    private long count(String kind) {
        return events.stream()
                .filter(event -> event.getField("kind").equals(kind))
                .count();
    }

    private static BigDecimal sum(List<Record> events, String column) {
        return events.stream()
                .map(event -> (BigDecimal) event.getField(column))
                .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    }
}
