package dev.amend.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the SQL of a specification may read, call and depend on: one table of what {@code plan} takes and refuses. */
final class ClosedWorldIT {
    private static final String TAKEN = "";
    private static final String UNDECLARED =
            "which is not a declared source, so that it would be neither pinned nor bounded";
    private static final String OUTSIDE = "which runs code or reads files outside of the query";
    private static final String UNKNOWN = "which is not a known built-in function of Spark";
    private static final String SUBQUERY = "has a subquery: an expression sees the columns of its own rows only";
    private static final String NOT_OF_BATCH = "which is not one of the views old, new and changes";
    private static final String NOT_WATCHED = "which is neither the target nor declared under watch.sources";

    private static SmallLake lake;

    @BeforeAll
    static void createTables(@TempDir Path dir) {
        lake = SmallLake.create(dir);
        lake.sql("create table staging.odd (`a]b` string) using iceberg");
        lake.sql("create table finance.export (day date) using iceberg");
        lake.sql("create or replace temporary view leftover as select 1 as one");
        lake.spark().udf().register("mine", (Integer x) -> x, org.apache.spark.sql.types.DataTypes.IntegerType);
    }

    @AfterAll
    static void close() {
        lake.close();
    }

    /** Where the SQL of a row of the table is put. */
    private enum Place {
        QUERY("transform.sql"),
        /** An expression of the stable column {@code shop}. */
        SHOP("transform.sql"),
        /** An expression of the volatile column. */
        VOLATILE("transform.sql"),
        /** Further conditions of the query. */
        WHERE("transform.sql"),
        MEASURE("validation.measures.revenue"),
        RULE("validation.explained_by.tax"),
        TOTAL("validation.source_totals.gross.source"),
        TOTAL_OF_TARGET("validation.source_totals.gross.target"),
        CHECK("validation.checks.own"),
        WATCH("watch.total");

        private final String key;

        Place(String key) {
            this.key = key;
        }

        String specification(String sql) {
            return switch (this) {
                case QUERY -> transformedBy(sql);
                case SHOP -> transformedBy(query("cast(%s as string)".formatted(sql), ":started_at", ""));
                case VOLATILE -> transformedBy(query("shop", sql, ""));
                case WHERE -> transformedBy(query("shop", "current_timestamp()", " and " + sql));
                case MEASURE -> with("    revenue: sum(net)", "    revenue: " + quoted(sql));
                case RULE -> with("  unchanged: [gross]", "  explained_by: {tax: %s}".formatted(quoted(sql)));
                case TOTAL -> total("sum(gross)", sql);
                case TOTAL_OF_TARGET -> total(sql, "select sum(gross) from events");
                case CHECK -> with("  unchanged: [gross]", "  checks: [{name: own, sql: %s}]".formatted(quoted(sql)));
                case WATCH ->
                    SmallLake.specification("small")
                            + "watch: {sources: [finance.export], checks: [{name: total, sql: %s}]}\n"
                                    .formatted(quoted(sql));
            };
        }

        private static String query(String shop, String computedAt, String conditions) {
            return "select day, %s as shop, cast(gross as decimal(14, 2)) as gross, cast(gross - tax as decimal(14, 2)) as net, %s as computed_at from events where day between :batch_start and :batch_end%s"
                    .formatted(shop, computedAt, conditions);
        }

        private static String transformedBy(String sql) {
            String text = SmallLake.specification("small");
            int from = text.indexOf("  sql: |\n");
            return text.substring(0, from)
                    + "  sql: " + quoted(sql) + "\n"
                    + text.substring(text.indexOf("execution:"));
        }

        private static String total(String target, String source) {
            return with(
                    "  unchanged: [gross]",
                    "  source_totals: {gross: {target: %s, source: %s}}".formatted(quoted(target), quoted(source)));
        }

        private static String with(String line, String replacement) {
            return SmallLake.specification("small").replace(line, replacement);
        }

        private static String quoted(String text) {
            return "'" + text.replace("'", "''") + "'";
        }
    }

    /** @param refusal empty where the SQL is taken */
    private record Row(Place place, String sql, String refusal) {

        @Override
        public String toString() {
            return "%s: %s".formatted(place, sql);
        }

        String message() {
            return switch (place) {
                case QUERY, SHOP, VOLATILE, WHERE -> "Cannot use the transform: " + refusal;
                case MEASURE, RULE, TOTAL, TOTAL_OF_TARGET, CHECK, WATCH ->
                    "Cannot plan: 1 of the checks can't be evaluated: %s: %s".formatted(place.key, refusal);
            };
        }
    }

    private static Row taken(Place place, String sql) {
        return new Row(place, sql, TAKEN);
    }

    private static Row refused(Place place, String sql, String refusal) {
        return new Row(place, sql, refusal);
    }

    private static Row differs(Place place, String sql, String what) {
        String stable = Stream.of("day", "shop", "gross", "net")
                .map(column -> "%s feeds column '%s'".formatted(what, column))
                .reduce((one, other) -> one + "; " + other)
                .orElseThrow();
        String found = place == Place.WHERE || place == Place.QUERY ? stable : what + " feeds column 'shop'";
        return new Row(place, sql, "it would give another result on every run: " + found);
    }

    private static String all(String rest) {
        return "select day, shop, cast(gross as decimal(14, 2)) as gross, cast(tax as decimal(14, 2)) as net, :started_at as computed_at from "
                + rest;
    }

    static Stream<Row> rows() {
        return Stream.of(
                        reads(),
                        calls(),
                        programs(),
                        expressions(),
                        figures(),
                        checksAndWatch(),
                        asked(),
                        differences(),
                        today(),
                        computedText(),
                        computedEarly(),
                        orderOfElements(),
                        steady())
                .flatMap(all -> all);
    }

    private static Stream<Row> reads() {
        return Stream.of(
                refused(
                        Place.SHOP,
                        "(select max(value) from text.`/etc/hosts`)",
                        "it reads the files at '/etc/hosts': files can't be read by their path"),
                refused(
                        Place.QUERY,
                        all("csv.`/tmp/x.csv`"),
                        "it reads the files at '/tmp/x.csv': files can't be read by their path"),
                refused(
                        Place.QUERY,
                        all("binaryFile.`/tmp/x`"),
                        "it reads the files at '/tmp/x': files can't be read by their path"),
                refused(
                        Place.QUERY,
                        all("parquet.`/tmp/x`"),
                        "it reads the files at '/tmp/x': files can't be read by their path"),
                refused(
                        Place.QUERY,
                        all("iceberg.`/tmp/x`"),
                        "it reads the files at '/tmp/x': files can't be read by their path"),
                refused(
                        Place.SHOP,
                        "(select max(`a]b`) from staging.odd)",
                        "it reads 'lake.staging.odd', " + UNDECLARED),
                refused(
                        Place.SHOP,
                        "(select max(summary['x']) from finance.revenue.snapshots)",
                        "it reads 'lake.finance.revenue.snapshots', " + UNDECLARED),
                refused(
                        Place.SHOP,
                        "(select max(snapshot_id) from staging.events.history)",
                        "it reads 'lake.staging.events.history', " + UNDECLARED),
                refused(
                        Place.WHERE,
                        "exists (select 1 from finance.revenue timestamp as of '2100-01-01')",
                        "it reads 'lake.finance.revenue', " + UNDECLARED),
                refused(
                        Place.QUERY,
                        "with e as (select * from staging.events) " + all("e join finance.export x using (day)"),
                        "it reads 'lake.staging.events', %1$s; it reads 'lake.finance.export', %1$s"
                                .formatted(UNDECLARED)),
                refused(
                        Place.QUERY,
                        all("events, lateral (select 1 as one from finance.export) x"),
                        "it reads 'lake.finance.export', " + UNDECLARED),
                refused(Place.SHOP, "(select max(one) from leftover)", "it reads 'leftover', " + UNDECLARED),
                taken(Place.QUERY, "with revenue as (select * from events) " + all("revenue")),
                taken(Place.QUERY, "with events as (select * from events where tax > 0) " + all("events")),
                taken(Place.QUERY, all("events lateral view explode(array(1, 2)) x as number where number = 1")),
                taken(Place.QUERY, all("EVENTS")),
                taken(Place.QUERY, all("identifier('events')")),
                taken(Place.QUERY, all("events join range(1, 2) using (day)").replace("using (day)", "on true")),
                taken(Place.QUERY, all("events, explode(array(1)) as x")),
                taken(Place.QUERY, all("events cross join (values (1), (2)) as v (n) where n = 1")),
                taken(Place.QUERY, all("events -- the events")),
                taken(Place.WHERE, "shop in (select shop from events where tax > 1)"),
                taken(Place.SHOP, "'text.`/x`'"),
                taken(
                        Place.QUERY,
                        all("(select *, tax as reflect from events)").replace("cast(tax ", "cast(reflect ")));
    }

    private static Stream<Row> calls() {
        return Stream.of(
                refused(
                        Place.SHOP,
                        "from_xml(shop, 'a int', map('rowValidationXSDPath', '/etc/passwd')).a",
                        "it calls from_xml(), " + OUTSIDE),
                refused(
                        Place.SHOP,
                        "from_xml(shop, 'a int', map(concat('ROWValidation', 'XSDPath'), '/etc/passwd')).a",
                        "it calls from_xml(), " + OUTSIDE),
                refused(Place.SHOP, "from_avro(cast(shop as binary), '{}')", "it calls from_avro(), " + OUTSIDE),
                taken(Place.SHOP, "from_xml(shop, 'a int', map('mode', 'PERMISSIVE')).a"),
                refused(
                        Place.SHOP,
                        "reflect('java.lang.System', 'getProperty', shop)",
                        "it calls reflect(), " + OUTSIDE),
                refused(Place.SHOP, "java_method('java.lang.System', 'exit', 0)", "it calls java_method(), " + OUTSIDE),
                refused(Place.SHOP, "try_reflect('java.lang.System', 'exit', 0)", "it calls try_reflect(), " + OUTSIDE),
                refused(
                        Place.SHOP,
                        "identifier('re' || 'flect')('java.lang.Math', 'abs', 1)",
                        "it calls identifier(), " + UNKNOWN),
                refused(Place.SHOP, "mine(1)", "it calls mine(), " + UNKNOWN),
                refused(Place.SHOP, "lake.system.bucket(4, shop)", "it calls lake.system.bucket(), " + UNKNOWN),
                refused(Place.SHOP, "spark_catalog.default.f(shop)", "it calls spark_catalog.default.f(), " + UNKNOWN),
                refused(
                        Place.QUERY,
                        all("events where shop in (select mine(1)) and gross > uncommon(tax)"),
                        "it calls uncommon(), %1$s; it calls mine(), %1$s".formatted(UNKNOWN)),
                refused(Place.QUERY, all("events, python_worker_logs()"), "it calls python_worker_logs(), " + OUTSIDE),
                refused(Place.QUERY, all("events, read_files('/tmp/x')"), "it calls read_files(), " + UNKNOWN),
                taken(Place.SHOP, "regexp_replace(lower(shop), 'reflect', 'x')"),
                taken(Place.SHOP, "aggregate(transform(array(1, 2), x -> x + 1), 0, (a, x) -> a + x)"));
    }

    /** Rows would leave Spark, and a program could do anything. */
    private static Stream<Row> programs() {
        String script = "it runs a program with TRANSFORM … USING: rows never leave Spark";
        String through =
                "(select transform(day, shop, gross, tax) using 'cat' as (day date, shop string, gross int, tax int) from events)";
        return Stream.of(
                refused(Place.QUERY, all(through), script),
                refused(Place.QUERY, all("(from events map day, shop, gross, tax using 'cat')"), script),
                refused(Place.QUERY, all("(from events reduce day, shop, gross, tax using 'cat')"), script),
                refused(Place.QUERY, "with e as %s %s".formatted(through, all("e")), script),
                refused(Place.WHERE, "exists (select transform(1) using 'cat' as (a))", script),
                refused(Place.TOTAL, "select transform(1) using 'echo 5' as (a)", script),
                refused(Place.CHECK, "select transform(shop) using 'tee /tmp/x' as (a string) from new", script),
                refused(Place.WATCH, "select transform(1) using 'touch /tmp/x' as (a)", script),
                refused(Place.MEASURE, "(select transform(1) using 'cat' as (a))", "it " + SUBQUERY),
                taken(Place.SHOP, "transform(array(shop), x -> upper(x))[0]"),
                taken(Place.QUERY, all("(select /*+ repartition(3) */ * from events)")),
                taken(Place.QUERY, all("events").replace("select day", "select /*+ broadcast(events) */ day")),
                taken(
                        Place.QUERY,
                        all("(select * from events pivot (max(tax) as t for shop in ('shop-00' as a)))")
                                .replace("shop,", "'shop-00' as shop,")
                                .replace("tax as", "a as")),
                taken(Place.QUERY, all("(select * from events |> where tax > 1)")),
                taken(Place.QUERY, all("(select * from events intersect select * from events)")),
                taken(Place.QUERY, all("(select * from events except all select * from events where tax < 0)")));
    }

    private static Stream<Row> figures() {
        String aggregate = "it is no aggregate over the rows, such as sum(net)";
        return Stream.of(
                refused(Place.MEASURE, "max(shop)", "it is of type string: a number is expected"),
                refused(Place.MEASURE, "max(day)", "it is of type date: a number is expected"),
                refused(Place.MEASURE, "sum(net) = 3", "it is of type boolean: a number is expected"),
                refused(Place.MEASURE, "max(array(net))", "it is of type array<decimal(14,2)>: a number is expected"),
                refused(Place.MEASURE, "net", aggregate),
                refused(Place.MEASURE, "5", aggregate),
                refused(Place.MEASURE, "sum(net) over ()", aggregate),
                refused(Place.TOTAL_OF_TARGET, "max(shop)", "it is of type string: a number is expected"),
                refused(
                        Place.TOTAL,
                        "select sum(gross), sum(tax) from events",
                        "it returns 2 columns: one number is expected"),
                refused(Place.TOTAL, "select max(shop) from events", "it is of type string: a number is expected"),
                taken(Place.MEASURE, "count(distinct shop)"),
                taken(Place.MEASURE, "sum(net) / nullif(count(*), 0)"),
                taken(Place.MEASURE, "max(cast(net as double))"),
                taken(Place.MEASURE, "sum(net) filter (where net > 0) * 2 + 1"));
    }

    /** What is asked decides on a verdict: the same rows must have the same one tomorrow. */
    private static Stream<Row> asked() {
        String differs = "it would give another result on every run: ";
        return Stream.of(
                refused(Place.RULE, "new.computed_at > current_timestamp()", differs + "current_timestamp()"),
                refused(Place.RULE, "current_date() > date'2020-01-01'", differs + "current_date()"),
                refused(Place.MEASURE, "sum(unix_timestamp())", differs + "current_timestamp()"),
                refused(Place.TOTAL, "select max(unix_seconds(now())) from events", differs + "now()"),
                refused(Place.CHECK, "select * from new where day > current_date()", differs + "current_date()"),
                refused(Place.CHECK, "select * from new tablesample (50 percent)", differs + "tablesample"),
                refused(Place.CHECK, "select input_file_name() from new", differs + "input_file_name()"),
                refused(Place.CHECK, "select * from new where rand() < 0.5", differs + "rand()"),
                taken(Place.CHECK, "select * from new where net < 0 limit 5"),
                taken(Place.CHECK, "select collect_list(shop) from new group by day having count(*) > 100"),
                taken(Place.WATCH, "select 1 from finance.revenue having max(day) < date_sub(current_date(), 3000)"));
    }

    private static Stream<Row> today() {
        String what = "a timestamp without a date, which is today's,";
        return Stream.of(
                differs(Place.SHOP, "timestamp'10:00'", what),
                differs(Place.SHOP, "timestamp'T10:00:01.5'", what),
                differs(Place.SHOP, "cast('10:00:00' as timestamp)", what),
                differs(Place.SHOP, "to_timestamp('10:00')", what),
                differs(Place.SHOP, "to_utc_timestamp('10:00', 'CET')", what),
                differs(Place.SHOP, "date_format('10:00', 'yyyy-MM-dd')", what),
                differs(Place.WHERE, "cast(day as timestamp) < '10:00'", what),
                taken(Place.SHOP, "timestamp'2026-01-07 10:00'"),
                taken(Place.SHOP, "to_timestamp('10:00 2026-01-07', 'HH:mm yyyy-MM-dd')"),
                taken(Place.SHOP, "'10:00'"));
    }

    /** Spark computes a text without columns while it plans, and reads the result as if it had been written. */
    private static Stream<Row> computedText() {
        String now = "a date or timestamp such as 'now'";
        String differs = "it would give another result on every run: ";
        return Stream.of(
                differs(Place.SHOP, "cast(concat('to', 'day') as date)", now),
                differs(Place.SHOP, "cast(lower('TODAY') as date)", now),
                differs(Place.SHOP, "date(left('today or not', 5))", now),
                differs(Place.SHOP, "date_format(trim(' now '), 'yyyy-MM-dd')", now),
                differs(Place.SHOP, "timestamp(concat('10', ':30'))", "a timestamp without a date, which is today's,"),
                refused(
                        Place.MEASURE,
                        "sum(case when day < cast(concat('to', 'day') as date) then net end)",
                        differs + now),
                refused(Place.RULE, "old.day < cast(lower('TODAY') as date)", differs + now),
                taken(Place.WHERE, "day < cast(concat('2026', '-01-07') as date)"),
                taken(Place.SHOP, "concat('to', 'day')"),
                taken(Place.SHOP, "'${env:HOME}'"));
    }

    /** What stands in VALUES or in range() is computed before there is a plan; a limit has an expression, too. */
    private static Stream<Row> computedEarly() {
        String now = "a date or timestamp such as 'now'";
        String differs = "it would give another result on every run: ";
        return Stream.of(
                differs(Place.QUERY, all("events cross join (values (date'today')) as v (t) where day < t"), now),
                differs(
                        Place.QUERY,
                        all("events cross join (values (timestamp(concat('10', ':30')))) as v (t) where day < t"),
                        "a timestamp without a date, which is today's,"),
                differs(Place.QUERY, all("events cross join range(0, unix_date(date'today'))"), now),
                differs(Place.QUERY, all("events cross join range(0, unix_date(current_date()))"), "current_date()"),
                differs(Place.QUERY, all("events order by day limit dayofyear(date'today')"), now),
                differs(Place.QUERY, all("events order by day offset dayofyear(current_date())"), "current_date()"),
                differs(
                        Place.QUERY,
                        all(
                                "events left semi join (select day as d from events except select current_date()) on d = day"),
                        "current_date()"),
                differs(
                        Place.QUERY,
                        all(
                                "events left semi join (select day as d from events intersect select current_date()) on d = day"),
                        "current_date()"),
                refused(
                        Place.TOTAL,
                        "select sum(gross) from events cross join (values (date'today')) as v (t) where day < t",
                        differs + now),
                refused(
                        Place.CHECK,
                        "select * from new cross join (values (date'today')) as v (t) where day > t",
                        differs + now),
                taken(
                        Place.QUERY,
                        all(
                                "events cross join (values (date'2026-01-07', 'a'), (:batch_start, 'b')) as v (t, n) where day < t")),
                taken(Place.QUERY, all("events cross join range(0, unix_date(date'1970-01-03'))")),
                taken(Place.QUERY, all("events order by day limit 1000")),
                taken(
                        Place.QUERY,
                        all(
                                "events left semi join (select day as d from events except select date'2026-01-07') on d = day")),
                taken(
                        Place.WATCH,
                        "select 1 from finance.revenue cross join (values (date'today')) as v (t) where day > t"));
    }

    /** A list that is sorted or counted, wherever it was collected, is the same in whatever order rows come. */
    private static Stream<Row> orderOfElements() {
        String grouped =
                "select day, shop, cast(sum(gross) as decimal(14, 2)) as gross, cast(sum(tax) as decimal(14, 2)) as net, :started_at as computed_at from events group by day, shop";
        return Stream.of(
                taken(
                        Place.SHOP,
                        "(select array_join(array_sort(l), ',') from (select collect_set(shop) as l from events))"),
                taken(
                        Place.SHOP,
                        "(with c as (select collect_list(shop) as l from events) select sort_array(l)[0] from c)"),
                taken(
                        Place.SHOP,
                        "(select array_sort(array_distinct(flatten(collect_list(split(shop, ',')))))[0] from events)"),
                taken(
                        Place.SHOP,
                        "(select array_sort(array_union(collect_set(shop), collect_set(upper(shop))))[0] from events)"),
                taken(Place.SHOP, "(select size(array_intersect(array('a'), collect_set(shop))) from events)"),
                taken(Place.SHOP, "(select exists(collect_list(tax), x -> x > 1) from events)"),
                taken(Place.SHOP, "(select arrays_overlap(collect_set(shop), array('a')) from events)"),
                taken(Place.QUERY, grouped + " having size(collect_set(tax)) >= 1"),
                differs(Place.SHOP, "(select l[0] from (select collect_set(shop) as l from events))", "collect_set()"),
                differs(Place.SHOP, "(select array_sort(first(array(shop)))[0] from events)", "first()"),
                differs(
                        Place.SHOP,
                        "(select array_sort(transform(collect_list(tax), (x, i) -> x * i))[0] from events)",
                        "collect_list()"),
                differs(
                        Place.SHOP,
                        "(select array_intersect(collect_set(shop), array('a', 'b'))[0] from events)",
                        "collect_set()"),
                differs(Place.QUERY, grouped + " having collect_list(tax)[0] > 1", "collect_list()"));
    }

    private static Stream<Row> expressions() {
        return Stream.of(
                refused(
                        Place.RULE,
                        "true) or (1=1",
                        "it is not one expression: [PARSE_SYNTAX_ERROR] Syntax error at or near ')'. SQLSTATE: 42601 (line 1, pos 4)"),
                refused(
                        Place.MEASURE,
                        "sum(net); drop table finance.revenue",
                        "it is not one expression: [PARSE_SYNTAX_ERROR] Syntax error at or near ';'. SQLSTATE: 42601 (line 1, pos 8)"),
                refused(
                        Place.MEASURE,
                        "sum(net) --",
                        "it is not one expression: [PARSE_SYNTAX_ERROR] Syntax error at or near end of input. SQLSTATE: 42601 (line 1, pos 13)"),
                refused(
                        Place.MEASURE,
                        "sum(net) /* net",
                        "it is not one expression: [UNCLOSED_BRACKETED_COMMENT] Found an unclosed bracketed comment. Please, append */ at the end of the comment. SQLSTATE: 42601"),
                refused(
                        Place.RULE,
                        "new.shop = 'a",
                        "it is not one expression: [PARSE_SYNTAX_ERROR] Syntax error at or near '''. SQLSTATE: 42601 (line 1, pos 11)"),
                refused(
                        Place.TOTAL_OF_TARGET,
                        "sum(gross), 1",
                        "it is not one expression: [PARSE_SYNTAX_ERROR] Syntax error at or near ','. SQLSTATE: 42601 (line 1, pos 10)"),
                refused(
                        Place.MEASURE,
                        "sum(net) as revenue",
                        "it is not one expression: [PARSE_SYNTAX_ERROR] Syntax error at or near ')'. SQLSTATE: 42601 (line 1, pos 20)"),
                refused(Place.MEASURE, "*", "it is '*', which stands for several columns: one value is expected"),
                refused(Place.MEASURE, "sum(net) + (select max(gross) from events)", "it " + SUBQUERY),
                refused(Place.RULE, "new.shop in (select shop from text.`/etc/hosts`)", "it " + SUBQUERY),
                refused(
                        Place.RULE,
                        "reflect('java.lang.System', 'exit', 0) = new.shop",
                        "it calls reflect(), " + OUTSIDE),
                refused(Place.MEASURE, "sum(mine(1))", "it calls mine(), " + UNKNOWN),
                refused(
                        Place.MEASURE,
                        "identifier('reflect')('java.lang.Math', 'abs', 1)",
                        "it calls identifier(), " + UNKNOWN),
                refused(Place.MEASURE, "any_value(net)", "it would give another result on every run: any_value()"),
                refused(Place.RULE, "rand() < 0.5", "it would give another result on every run: rand()"),
                taken(Place.MEASURE, "sum(net) /* net, without tax */ filter (where shop <> ') or (')"),
                taken(Place.RULE, "new.computed_at > old.computed_at or new.net = old.net"),
                taken(Place.TOTAL_OF_TARGET, "count(*)"));
    }

    private static Stream<Row> checksAndWatch() {
        return Stream.of(
                refused(
                        Place.TOTAL,
                        "select sum(gross) from staging.events",
                        "it reads 'lake.staging.events', which is not a declared source"),
                refused(
                        Place.TOTAL,
                        "select count(*) from csv.`/tmp/x`",
                        "it reads the files at '/tmp/x': files can't be read by their path"),
                refused(Place.TOTAL, "select sum(gross) from old", "it reads 'old', which is not a declared source"),
                refused(
                        Place.TOTAL,
                        "select 1) union (select 2",
                        "it is not one query: [PARSE_SYNTAX_ERROR] Syntax error at or near ')'. SQLSTATE: 42601 (line 1, pos 8)"),
                refused(Place.CHECK, "select * from new join events using (day)", "it reads 'events', " + NOT_OF_BATCH),
                refused(
                        Place.CHECK,
                        "select * from finance.revenue",
                        "it reads 'lake.finance.revenue', " + NOT_OF_BATCH),
                refused(Place.CHECK, "select mine(1) from new", "it calls mine(), " + UNKNOWN),
                refused(Place.WATCH, "select * from staging.events", "it reads 'lake.staging.events', " + NOT_WATCHED),
                refused(
                        Place.WATCH,
                        "select * from finance.revenue.snapshots",
                        "it reads 'lake.finance.revenue.snapshots', " + NOT_WATCHED),
                refused(Place.WATCH, "select * from events", "it reads 'events', " + NOT_WATCHED),
                refused(
                        Place.WATCH,
                        "select java_method('java.lang.System', 'exit', 0)",
                        "it calls java_method(), " + OUTSIDE),
                taken(Place.TOTAL, "select sum(gross) from events where day between :batch_start and :batch_end"),
                taken(Place.CHECK, "select * from changes join old using (day, shop) where class = 'changed' limit 5"),
                taken(
                        Place.WATCH,
                        "select e.day from finance.export e left anti join finance.revenue r on e.day = r.day"),
                taken(Place.WATCH, "select day from lake.finance.revenue version as of 'main' where day is null"));
    }

    private static Stream<Row> differences() {
        return Stream.of(
                differs(Place.SHOP, "current_user()", "current_user()"),
                differs(Place.SHOP, "session_user()", "session_user()"),
                differs(Place.SHOP, "version()", "version()"),
                differs(Place.SHOP, "current_timezone()", "current_timezone()"),
                differs(Place.SHOP, "current_catalog()", "current_catalog()"),
                differs(Place.SHOP, "input_file_name()", "input_file_name()"),
                differs(Place.SHOP, "spark_partition_id()", "spark_partition_id()"),
                differs(Place.SHOP, "shuffle(array(1, 2))[0]", "shuffle()"),
                differs(Place.SHOP, "hex(aes_encrypt(shop, '0000111122223333'))", "aes_encrypt()"),
                differs(Place.SHOP, "date'today'", "a date or timestamp such as 'now'"),
                differs(Place.SHOP, "cast('now' as timestamp)", "a date or timestamp such as 'now'"),
                differs(Place.SHOP, "(select any_value(tax) from events)", "any_value()"),
                differs(Place.SHOP, "(select mode(tax) from events)", "mode()"),
                differs(Place.SHOP, "(select array_agg(tax)[0] from events)", "collect_list()"),
                differs(Place.SHOP, "(select listagg(shop) from events)", "listagg()"),
                differs(
                        Place.SHOP,
                        "(select max(tax) from (select tax from events offset 3))",
                        "limit without order by"),
                differs(Place.SHOP, "(select count(*) from events where day < current_date())", "current_date()"),
                differs(Place.WHERE, "day < current_date()", "current_date()"),
                differs(Place.WHERE, "exists (select 1 from events where day < current_date())", "current_date()"));
    }

    private static Stream<Row> steady() {
        String clocked = "select day, shop, gross, net, at as computed_at from (%s)";
        String events =
                "select day, shop, cast(gross as decimal(14, 2)) as gross, cast(tax as decimal(14, 2)) as net, current_timestamp() as at from events";
        return Stream.of(
                taken(Place.VOLATILE, "current_timestamp()"),
                taken(Place.VOLATILE, "if(day > to_date(timestamp'2026-01-07 00:00:00Z'), now(), localtimestamp())"),
                taken(Place.WHERE, "cast(day as timestamp) between :batch_start and :batch_end"),
                taken(Place.WHERE, "to_date(timestamp'2026-01-07 00:00:00Z') > day"),
                taken(
                        Place.QUERY,
                        clocked.formatted(events + " where cast('2026-01-07 12:00:00Z' as timestamp) > day")),
                taken(
                        Place.QUERY,
                        "with c as (%s) ".formatted(events)
                                + clocked.formatted("select * from c union all select * from c")),
                taken(Place.QUERY, clocked.formatted("select distinct * from (%s)".formatted(events))),
                taken(
                        Place.QUERY,
                        "select day, shop, cast(sum(gross) as decimal(14, 2)) as gross, cast(sum(tax) as decimal(14, 2)) as net, current_timestamp() as computed_at from events group by all"),
                taken(
                        Place.QUERY,
                        "select e.day, e.shop, e.gross, e.net, m.at as computed_at from (%s) e cross join (select max(current_timestamp()) as at from events where day < current_date()) m"
                                .formatted(events)),
                taken(
                        Place.QUERY,
                        "select day, shop, gross, net, max(at) over (partition by shop) as computed_at from (%s)"
                                .formatted(events)),
                taken(Place.SHOP, "row_number() over (partition by day order by gross)"),
                taken(Place.SHOP, "(select max_by(shop, gross) from events)"),
                taken(Place.SHOP, "(select mode(tax, true) from events)"),
                taken(Place.SHOP, "(select listagg(shop) within group (order by shop) from events)"),
                taken(Place.SHOP, "(select array_sort(array_distinct(collect_list(shop)))[0] from events)"),
                taken(Place.SHOP, "(select size(collect_set(shop)) from events)"),
                taken(Place.SHOP, "(select max(tax) from events limit 1)"),
                taken(Place.SHOP, "hex(aes_encrypt(shop, '0000111122223333', 'ECB'))"),
                taken(Place.SHOP, "'current_user()'"),
                refused(
                        Place.QUERY,
                        "with c as (%s) select day, cast(at as string) as shop, gross, net, at as computed_at from c"
                                .formatted(events),
                        "it would give another result on every run: current_timestamp() feeds column 'shop'"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void takesOrRefuses(Row row) {
        String text = row.place().specification(row.sql());
        if (row.refusal().equals(TAKEN)) {
            assertThatCode(() -> plan(text)).doesNotThrowAnyException();
            return;
        }
        assertThatThrownBy(() -> plan(text))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage(row.message());
                    assertThat(e.where()).isEqualTo(row.place().key);
                    assertThat(e.code().kind().exitCode()).isEqualTo(2);
                });
    }

    private static void plan(String specification) {
        new Planner(lake.lakehouse())
                .plan(
                        SmallLake.read(specification).specification(),
                        Instant.parse("2026-06-01T10:00:00Z"),
                        Optional.empty());
    }
}
