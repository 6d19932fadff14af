package dev.amend.engine.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** The days still to be written: today, then each next day, like the same weekday of the last complete week. */
final class LiveDays {
    private static final LocalDate LAST_WEEK = DemoCalendar.TODAY.minusWeeks(1);

    private final Table events;
    private final Set<RevenueKey> written;
    private final Queue<MerchantDay> rest = new ArrayDeque<>();
    private LocalDate nextDay = DemoCalendar.TODAY;

    /** Continues after the rows that are already in {@code revenue}. */
    LiveDays(Table events, Table revenue) {
        this.events = events;
        this.written = keysSinceToday(revenue);
    }

    /** The merchants and days with rows in a table, from today on. */
    static Set<RevenueKey> keysSinceToday(Table table) {
        Set<RevenueKey> keys = new HashSet<>();
        for (Record row : read(table, Expressions.greaterThanOrEqual("revenue_date", DemoCalendar.TODAY.toString()))) {
            keys.add(RevenueKey.of(row));
        }
        return keys;
    }

    /** The next merchants of one day, at least one and at most {@code count}. */
    List<MerchantDay> next(int count) {
        while (rest.isEmpty()) {
            merchantsOf(nextDay).stream()
                    .filter(merchant -> !written.contains(merchant.key()))
                    .forEach(rest::add);
            nextDay = nextDay.plusDays(1);
        }

        List<MerchantDay> next = new ArrayList<>();
        while (!rest.isEmpty() && next.size() < count) {
            next.add(rest.remove());
        }
        return next;
    }

    private List<MerchantDay> merchantsOf(LocalDate day) {
        LocalDate model = LAST_WEEK.plusDays(ChronoUnit.DAYS.between(DemoCalendar.TODAY, day) % 7);
        Map<Long, List<Record>> byMerchant = new TreeMap<>();
        for (Record event : read(events, Expressions.equal("revenue_date", model.toString()))) {
            byMerchant
                    .computeIfAbsent((Long) event.getField("merchant_id"), merchant -> new ArrayList<>())
                    .add(event);
        }

        if (byMerchant.isEmpty()) {
            throw new IllegalStateException("Cannot continue %s: no events on %s".formatted(events.name(), model));
        }

        return byMerchant.entrySet().stream()
                .map(merchant -> new MerchantDay(new RevenueKey(model, merchant.getKey()), merchant.getValue()))
                .map(merchant -> merchant.repeatedAfter(ChronoUnit.DAYS.between(model, day)))
                .toList();
    }

    private static List<Record> read(Table table, Expression filter) {
        table.refresh();
        try (CloseableIterable<Record> rows =
                IcebergGenerics.read(table).where(filter).build()) {
            List<Record> copies = new ArrayList<>();
            rows.forEach(row -> copies.add(row.copy()));
            return copies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
