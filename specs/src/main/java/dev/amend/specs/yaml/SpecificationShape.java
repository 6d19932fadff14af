package dev.amend.specs.yaml;

import static dev.amend.specs.yaml.Keys.Key.optional;
import static dev.amend.specs.yaml.Keys.Key.required;
import static dev.amend.specs.yaml.Keys.keys;
import static dev.amend.specs.yaml.Shape.listOf;
import static dev.amend.specs.yaml.Types.oneOf;

import dev.amend.specs.Batching;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Severity;
import java.time.DayOfWeek;
import java.util.List;

/** Every key of a specification with its allowed content. Tests keep the JSON Schema and the reference in line. */
final class SpecificationShape {
    static final String DELTA_EXPECTED = "_delta_expected";

    static final ValueType<Batching.Order> ORDER = oneOf(Batching.Order.class);
    static final ValueType<DayOfWeek> WEEK_START = oneOf(DayOfWeek.class);
    static final ValueType<Measure.Per> PER = oneOf(Measure.Per.class);

    static final ValueType<ShadowKind> SHADOW = oneOf(ShadowKind.class);
    static final ValueType<PublishAs> PUBLISH_AS = oneOf(PublishAs.class);

    private enum Kind {
        REPAIR
    }

    enum ShadowKind {
        BRANCH,
        TABLE
    }

    enum PublishAs {
        COMMIT,
        VIEW
    }

    enum Prepare {
        EAGER
    }

    private enum OnError {
        HOLD
    }

    static final ValueType<Prepare> PREPARE = oneOf(Prepare.class);

    static final ValueType<Severity> SEVERITY = oneOf(Severity.class);

    static final ValueType<Level> LEVEL = oneOf(Level.class);

    private static final Keys REASON = keys(
            required("issue", Types.LINE, "issue: FIN-2841"),
            required("change", Types.LINE, "change: Correct tax-inclusive revenue calculation"));

    private static final Keys SOURCE_RANGE = keys(
            required("start", Types.PARTITION, "start: 2024-12-01"),
            required("end", Types.PARTITION, "end: 2026-05-31"),
            optional("exclude", listOf(Types.PARTITION)));

    private static final Keys TARGET = keys(
            required("table", Types.TABLE, "table: finance.daily_revenue"),
            required("partition_key", Types.COLUMN, "partition_key: revenue_date"),
            required("key", listOf(Types.COLUMN), "key: [revenue_date, merchant_id], or key: [] if the table has none"),
            optional("required", listOf(Types.COLUMN)),
            optional("volatile", listOf(Types.COLUMN)),
            optional("sensitive", listOf(Types.COLUMN)),
            optional("dimensions", listOf(Types.COLUMN)));

    private static final Keys SOURCE = keys(
            required("table", Types.TABLE, "table: staging.revenue_events"),
            optional("partition_key", Types.COLUMN),
            optional("lookback", Types.NEIGHBOURS),
            optional("lookahead", Types.NEIGHBOURS),
            optional("pinned", Types.FLAG));

    private static final Keys TRANSFORM = keys(
            optional("sql", Types.SQL),
            optional("file", Types.FILE),
            optional("class", Types.CLASS),
            optional("set", new Shape.Named(Types.COLUMN, new Shape.Value(Types.SQL))));

    private static final Keys PROBE = keys(
            optional("sql", Types.SQL),
            optional("file", Types.LINE),
            optional("http", keys(required("url", Types.LINE, "url: http://…"), optional("pointer", Types.LINE))),
            optional(
                    "prometheus",
                    keys(required("url", Types.LINE, "url: http://…"), required("query", Types.LINE, "query: avg(…)"))),
            optional("high", Types.ANY_NUMBER),
            optional("low", Types.ANY_NUMBER),
            optional("critical", Types.ANY_NUMBER),
            optional("trip", Types.POSITIVE),
            optional("of", Types.POSITIVE),
            optional("clear", Types.POSITIVE),
            optional("min_hold", Types.DURATION),
            optional("every", Types.POSITIVE_DURATION),
            optional("timeout", Types.POSITIVE_DURATION),
            optional("on_error", oneOf(OnError.class)));

    private static final Keys LIVE_PIPELINE = keys(
            optional("windows", listOf(Types.WINDOW)),
            optional("quiet_for", Types.POSITIVE_DURATION),
            optional("probes", listOf(Types.NAME)));

    private static final Keys BUDGET = keys(
            optional("bytes_scanned_per_day", Types.BYTES),
            optional("bytes_scanned", Types.BYTES),
            optional("price_per_tb", Types.NUMBER_FROM_ZERO),
            optional("currency", Types.CURRENCY));

    private static final Keys EXECUTION = keys(
            optional("partitions_per_batch", Types.POSITIVE),
            optional("week_start", WEEK_START),
            optional("order", ORDER),
            optional("canaries", listOf(Types.LINE)),
            optional("max_concurrency", Types.CONCURRENCY),
            optional("pause_during_live_pipeline", Types.FLAG),
            optional("live_pipeline", LIVE_PIPELINE),
            optional("probes", new Shape.Named(Types.NAME, PROBE)),
            optional("query_timeout", Types.POSITIVE_DURATION),
            optional("rest_between_batches", Types.DURATION),
            optional("max_rows_per_second", Types.POSITIVE),
            optional("budget", BUDGET),
            optional(
                    "retry",
                    keys(
                            optional("max_attempts", Types.POSITIVE),
                            optional("backoff", Types.DURATION),
                            optional("max_backoff", Types.DURATION))),
            optional("release_after", Types.DURATION),
            optional("stop_after", Types.INSTANT),
            optional("spark", new Shape.Named(Types.SPARK_SETTING, new Shape.Value(Types.SETTING))),
            optional("allow_large", Types.LINE));

    private static final Keys MEASURE = keys(
            required("expr", Types.SQL, "expr: sum(net_revenue)"),
            optional("delta_expected", Types.DELTA),
            optional("per", PER),
            optional("tolerance", Types.NUMBER_FROM_ZERO));

    private static final Keys VALIDATION = keys(
                    optional("row_count_tolerance", Types.ROW_TOLERANCE),
                    optional("filled", Types.PARTITIONS),
                    optional("emptied", Types.PARTITIONS),
                    optional(
                            "measures",
                            new Shape.Named(Types.MEASURE_NAME, new Shape.Either(new Shape.Value(Types.SQL), MEASURE))),
                    optional(
                            "source_totals",
                            new Shape.Named(
                                    Types.NAME,
                                    keys(
                                            required("target", Types.SQL, "target: sum(gross_revenue)"),
                                            required("source", Types.SQL, "source: select sum(gross) from …")))),
                    optional("unchanged", listOf(Types.COLUMN)),
                    optional(
                            "tolerance",
                            new Shape.Named(
                                    Types.COLUMN,
                                    keys(
                                            optional("absolute", Types.NUMBER_FROM_ZERO),
                                            optional("relative", Types.NUMBER_FROM_ZERO)))),
                    optional("explained_by", new Shape.Named(Types.NAME, new Shape.Value(Types.SQL))),
                    optional(
                            "unexplained",
                            keys(required("rows", Types.ROWS, "rows: 0"), optional("delta", Types.DELTA))),
                    optional("boundary_jump", Types.NUMBER_FROM_ZERO),
                    optional(
                            "checks",
                            new Shape.Rows(keys(
                                    required("name", Types.NAME, "name: no-negative-revenue"),
                                    optional("level", LEVEL),
                                    optional("severity", SEVERITY),
                                    required("sql", Types.SQL, "sql: select * from new where net_revenue < 0")))),
                    optional(
                            "quarantine",
                            keys(
                                    required("when", Types.SQL, "when: merchant_id is null"),
                                    optional("max_fraction", Types.FRACTION))))
            .andSuffixed(DELTA_EXPECTED, Types.DELTA);

    private static final Keys APPROVAL = keys(
            optional("required_from", listOf(Types.LINE)),
            optional("not_by_runner", Types.FLAG),
            optional("expires_after", Types.POSITIVE_DURATION));

    private static final Keys PUBLISH = keys(
            optional("shadow", SHADOW),
            optional("as", PUBLISH_AS),
            optional("view", Types.TABLE),
            optional("announce", listOf(Types.LINE)));

    private static final Keys ROLLBACK = keys(
            optional("snapshot", Types.TAG),
            optional("keep_for", Types.POSITIVE_DURATION),
            optional("prepare", PREPARE));

    private static final Shape WATCH_CHECKS = new Shape.Rows(keys(
            required("name", Types.NAME, "name: dashboard-total"),
            required("sql", Types.SQL, "sql: select …"),
            optional("severity", SEVERITY)));

    private static final Shape WATCH = new Shape.Either(
            WATCH_CHECKS, keys(optional("sources", listOf(Types.TABLE)), optional("checks", WATCH_CHECKS)));

    private static final Keys WITHOUT_PROFILES = keys(
            optional("version", Types.VERSION),
            optional("kind", oneOf(Kind.class)),
            required("backfill_id", Types.BACKFILL_ID, "backfill_id: revenue-tax-fix-2026-06"),
            required("owner", Types.LINE, "owner: finance-data"),
            required("reason", REASON, "reason: {issue: FIN-2841, change: …}"),
            required("source_range", SOURCE_RANGE, "source_range: {start: 2024-12-01, end: 2026-05-31}"),
            required("target", TARGET, "target: {table: …, partition_key: …, key: […]}"),
            optional("sources", new Shape.Named(Types.SOURCE_NAME, SOURCE)),
            required("transform", TRANSFORM, "transform: {file: revenue.sql}"),
            optional("affected", Types.SQL),
            optional("expected_rows", Types.EXPECTED_ROWS),
            optional("max_fraction", Types.FRACTION),
            optional("prevention", keys(required("check", Types.SQL, "check: status is not null"))),
            optional("execution", EXECUTION),
            optional("validation", VALIDATION),
            optional("approval", APPROVAL),
            optional("publish", PUBLISH),
            optional("rollback", ROLLBACK),
            optional("watch", WATCH));

    private static final Shape PROFILE = new Shape.Overlay(WITHOUT_PROFILES
            .without("version", "kind", "backfill_id", "target", "validation", "approval")
            .partial());

    static final Keys SHAPE = WITHOUT_PROFILES.and(optional("profiles", new Shape.Named(Types.NAME, PROFILE)));

    /** Every key path; {@code *} stands for a name, {@code []} for an entry of a list. */
    static final List<String> PATHS = SHAPE.paths("").toList();

    private SpecificationShape() {}
}
