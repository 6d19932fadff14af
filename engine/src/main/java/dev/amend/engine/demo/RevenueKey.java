package dev.amend.engine.demo;

import java.time.LocalDate;
import org.apache.iceberg.data.Record;

/** The business key of {@code finance.daily_revenue}: one merchant on one day. */
record RevenueKey(LocalDate day, long merchant) {

    static RevenueKey of(Record row) {
        return new RevenueKey((LocalDate) row.getField("revenue_date"), (long) row.getField("merchant_id"));
    }
}
