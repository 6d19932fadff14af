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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transform may not be, told before anything runs. */
final class TransformCheckIT {
    private static final String COLUMNS =
            "day, shop, cast(gross as decimal(14, 2)) as gross, cast(gross - tax as decimal(14, 2)) as net, :started_at as computed_at";

    private static SmallLake lake;

    @BeforeAll
    static void createTables(@TempDir Path dir) {
        lake = SmallLake.create(dir);
    }

    @AfterAll
    static void close() {
        lake.close();
    }

    private static void plan(String query) {
        new Planner(lake.lakehouse())
                .plan(
                        SmallLake.transformedBy(query).specification(),
                        Instant.parse("2026-06-01T10:00:00Z"),
                        Optional.empty());
    }

    private static void assertRefused(String query, String message, String next) {
        assertThatThrownBy(() -> plan(query))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage(message);
                    assertThat(e.code().name()).isEqualTo("TRANSFORM_INVALID");
                    assertThat(e.where()).isEqualTo("transform.sql");
                    assertThat(e.next()).isEqualTo(next);
                });
    }

    @Test
    void takesOneQueryOverDeclaredSources() {
        assertThatCode(() ->
                        plan("select %s from events where day between :batch_start and :batch_end".formatted(COLUMNS)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "staging.events      | select %s from staging.events",
                "lake.staging.events | select %s from lake.staging.events",
                "staging.events      | with e as (select * from staging.events) select %s from e",
                "staging.events      | select %s from events where day in (select day from staging.events)",
                "finance.revenue     | select %s from (select r.day, r.shop, r.gross, e.tax from finance.revenue r join events e using (day, shop))"
            })
    void namesATableThatIsNoDeclaredSource(String read, String query) {
        String shown = read.startsWith("lake.") ? read : "lake." + read;
        assertRefused(
                query.formatted(COLUMNS),
                "Cannot use the transform: it reads '%s', which is not a declared source, so that it would be neither pinned nor bounded"
                        .formatted(shown),
                "Declare it, as in  sources: {%1$s: {table: %2$s, partition_key: COLUMN}}  and read it by that name: FROM %1$s"
                        .formatted(shown.substring(shown.lastIndexOf('.') + 1), shown));
    }

    @Test
    void namesATableThatIsNowhere() {
        assertRefused(
                "select %s from evnts".formatted(COLUMNS),
                "Cannot use the transform: it reads 'evnts', which is not a declared source, so that it would be neither pinned nor bounded",
                "Declare it, as in  sources: {evnts: {table: evnts, partition_key: COLUMN}}  and read it by that name: FROM evnts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with all as (select * from finance.revenue) insert into finance.revenue select * from all",
                "from finance.revenue insert into finance.revenue select *",
                "select 1 as one; select 2 as two",
                "select nothing from events",
                "select day from events where day = :today"
            })
    void refusesWhatIsNotOneQueryThatCanBeAnalysed(String query) {
        assertThatThrownBy(() -> plan(query))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e)
                            .hasMessageStartingWith(
                                    "Cannot use the transform: it is not one query that Spark can analyse: [");
                    assertThat(e.getMessage()).doesNotContain("\n");
                    assertThat(e.next())
                            .isEqualTo(
                                    "A transform is one SELECT over the declared sources, with the parameters :batch_start, :batch_end, :started_at, :issue and :backfill_id");
                });
        assertThat(lake.value("select count(*) from finance.revenue")).isEqualTo("840");
    }

    @Test
    void namesAParameterThatThereIsNot() {
        assertThatThrownBy(() -> plan("select %s from events where day = :today".formatted(COLUMNS)))
                .hasMessageContaining("UNBOUND_SQL_PARAMETER")
                .hasMessageContaining("today");
    }

    @Test
    void listsEveryColumnThatDoesNotFitAtOnce() {
        assertRefused(
                "select cast(day as string) as day, cast(1 as int) as shop, cast(gross as double) as gross, gross as gross, :started_at as computed_at, tax from events",
                "Cannot use the transform: its result does not fit the target: column 'day' is string, the target's is date; "
                        + "column 'shop' is int, the target's is string; column 'gross' is there 2 times; "
                        + "column 'net' is missing; the target has no column 'tax'",
                "Select every column of the target by name, each cast to the target's type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cast(gross as double)         | double",
                "cast(gross as decimal(15, 2)) | decimal(15,2)",
                "cast(gross as decimal(14, 3)) | decimal(14,3)",
                "cast(gross as string)         | string"
            })
    void refusesATypeThatWouldLoseSomething(String expression, String found) {
        assertRefused(
                "select day, shop, gross, %s as net, :started_at as computed_at from events".formatted(expression),
                "Cannot use the transform: its result does not fit the target: column 'net' is %s, the target's is decimal(14,2)"
                        .formatted(found),
                "Select every column of the target by name, each cast to the target's type");
    }

    @Test
    void widensWhatLosesNothing() {
        assertThatCode(
                        () -> plan(
                                "select day, shop, cast(gross as decimal(9, 1)) as gross, null as net, :started_at as computed_at from events"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop  | concat(shop, uuid())                          | uuid",
                "shop  | concat(shop, current_timestamp())             | current_timestamp",
                "shop  | concat(shop, now())                           | now",
                "shop  | concat(shop, current_date())                  | current_date",
                "net   | cast(gross * rand() as decimal(14, 2))        | rand",
                "net   | cast(monotonically_increasing_id() as decimal(14,2)) | monotonically_increasing_id"
            })
    void namesColumnAndFunctionThatGiveAnotherResultOnEveryRun(String column, String expression, String function) {
        String shop = column.equals("shop") ? expression : "shop";
        String net = column.equals("net") ? expression : "cast(gross as decimal(14, 2))";
        assertNotDeterministic(
                "select day, %s as shop, cast(gross as decimal(14, 2)) as gross, %s as net, :started_at as computed_at from events"
                        .formatted(shop, net),
                "%s() feeds column '%s'".formatted(function, column));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first         | first(gross)",
                "last          | last(gross)",
                "collect_list  | collect_list(gross)[0]"
            })
    void namesAnAggregateThatDependsOnTheOrderOfRows(String function, String expression) {
        assertNotDeterministic(
                "select day, shop, cast(sum(gross) as decimal(14, 2)) as gross, cast(%s as decimal(14, 2)) as net, max(:started_at) as computed_at from events group by day, shop"
                        .formatted(expression),
                "%s() feeds column 'net'".formatted(function));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "first_value(gross) over (partition by shop order by day)",
                "sum(if(shop = 'rand()', 0, gross)) over (partition by shop, day)",
                "sort_array(collect_list(gross) over (partition by shop order by day))[0]",
                "(select max(gross) from (select gross from events order by gross limit 3))"
            })
    void takesWhatIsTheSameInWhateverOrderRowsCome(String expression) {
        assertThatCode(() -> plan(
                        "select day, shop, cast(gross as decimal(14, 2)) as gross, cast(%s as decimal(14, 2)) as net, :started_at as computed_at from events"
                                .formatted(expression)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first_value()          | first_value(gross) over (partition by shop)",
                "limit without order by | (select max(gross) from (select gross from events limit 3))",
                "tablesample            | (select max(gross) from events tablesample (50 percent))"
            })
    void namesAnOrderOrASampleThatNobodyAskedFor(String what, String expression) {
        assertNotDeterministic(
                "select day, shop, cast(gross as decimal(14, 2)) as gross, cast(%s as decimal(14, 2)) as net, :started_at as computed_at from events"
                        .formatted(expression),
                "%s feeds column 'net'".formatted(what));
    }

    @Test
    void namesEveryColumnWhereChanceDecidesWhichRowsThereAre() {
        assertNotDeterministic(
                "select %s from events where rand() < 0.5".formatted(COLUMNS),
                "rand() feeds column 'day'; rand() feeds column 'shop'; rand() feeds column 'gross'; rand() feeds column 'net'");
    }

    private static void assertNotDeterministic(String query, String problems) {
        assertRefused(
                query,
                "Cannot use the transform: it would give another result on every run: " + problems,
                "Use :started_at for the time of the backfill, order what is collected, or list the column under target.volatile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "current_timestamp()",
                "timestampadd(second, cast(rand() * 9 as int), :started_at)",
                "cast(current_date() as timestamp)"
            })
    void letsAVolatileColumnDiffer(String expression) {
        assertThatCode(() -> plan(
                        "select day, shop, cast(gross as decimal(14, 2)) as gross, cast(gross - tax as decimal(14, 2)) as net, %s as computed_at from events"
                                .formatted(expression)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix_seconds(if(shop = 'shop-01', :started_at, timestamp'2026-01-01 00:00:00Z'))",
                "hour(cast(concat(cast(day as string), ' 10:00:00Z') as timestamp))"
            })
    void takesATimeInAStableColumnBesideAClockInAVolatileOne(String expression) {
        assertThatCode(() -> plan(
                        "select day, shop, cast(gross as decimal(14, 2)) as gross, cast(%s as decimal(14, 2)) as net, current_timestamp() as computed_at from events"
                                .formatted(expression)))
                .doesNotThrowAnyException();
    }
}
