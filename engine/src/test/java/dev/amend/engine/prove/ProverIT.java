package dev.amend.engine.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.engine.plan.Planner;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.specs.Specification;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A result that depends on the order of rows shows in the second build. */
final class ProverIT {
    private static final long DAY = LocalDate.parse("2026-01-05").toEpochDay();

    private static SmallLake lake;

    @BeforeAll
    static void createTables(@TempDir Path dir) {
        lake = SmallLake.create(dir);
        lake.sql(
                "create table finance.scores (day date, shop string, score double) using iceberg partitioned by (day)");
        lake.sql("insert into finance.scores select day, shop, 0 from staging.events");
    }

    @AfterAll
    static void close() {
        lake.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "row_number() over (partition by day order by tax)       | true",
                "max_by(gross, tax) over (partition by day)              | true",
                "row_number() over (partition by day order by tax, shop) | false",
                "max_by(gross, struct(tax, shop)) over (partition by day) | false"
            })
    void catchesWhatDependsOnWhichOfEqualRowsComesFirst(String expression, boolean caught) throws CommitOutcomeUnknown {
        Proof.Check content = content(specification(
                "select day, shop, cast(gross as decimal(14, 2)) as gross, cast(%s as decimal(14, 2)) as net, :started_at as computed_at from events where day between :batch_start and :batch_end"
                        .formatted(expression)));

        assertThat(content.passed()).isEqualTo(!caught);
        assertThat(content.found().endsWith(" in 'net'")).isEqualTo(caught);
    }

    /** What Spark can't compute is the specification's fault, and none of Amend. */
    @Test
    void saysWhatOfTheTransformCanNotBeComputed() {
        Specification overflows = specification(
                "select day, shop, cast(gross as decimal(14, 2)) as gross, cast(9223372036854775807 + cast(gross as bigint) as decimal(14, 2)) as net, :started_at as computed_at from events where day between :batch_start and :batch_end");

        assertThatThrownBy(() -> content(overflows))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot prove small: a query failed: [ARITHMETIC_OVERFLOW] ")
                .hasMessageNotContaining("bypass");
    }

    @Test
    void namesTheColumnWhoseSumInFloatingPointDiffers() throws CommitOutcomeUnknown {
        Proof.Check content = content(scores(""));

        assertThat(content.passed()).isFalse();
        assertThat(content.found())
                .endsWith(
                        "in 'score'; 'score' is a floating-point number: declare validation.tolerance.score, or sum it as decimal");
    }

    @Test
    void takesADifferenceWithinTheToleranceAsEqual() throws CommitOutcomeUnknown {
        Proof.Check content = content(scores("validation: {tolerance: {score: {relative: 0.000000001}}}"));

        assertThat(content).isEqualTo(new Proof.Check("content", true, "the same twice within the tolerance of score"));
    }

    private static Specification scores(String validation) {
        String text = specificationText(
                        "select day, shop, sum(if(shop = 'shop-07', 1e16, 1e0)) over (partition by day) as score from events where day between :batch_start and :batch_end")
                .replace("finance.revenue", "finance.scores")
                .replace("  required: [net]\n  volatile: [computed_at]\n", "");
        return SmallLake.read(text.substring(0, text.indexOf("validation:")) + validation + "\n")
                .specification();
    }

    private static Specification specification(String query) {
        return SmallLake.read(specificationText(query)).specification();
    }

    private static String specificationText(String query) {
        String text = SmallLake.specification("small");
        return text.substring(0, text.indexOf("  sql: |\n"))
                + "  sql: |\n    " + query + "\n"
                + text.substring(text.indexOf("execution:"));
    }

    private static Proof.Check content(Specification specification) throws CommitOutcomeUnknown {
        Instant now = Instant.parse("2026-06-01T10:00:00Z");
        return new Prover(lake.lakehouse(), Clock.fixed(now, ZoneOffset.UTC))
                        .prove(
                                specification,
                                new Planner(lake.lakehouse()).plan(specification, now, Optional.empty()),
                                DAY)
                        .checks()
                        .stream()
                        .filter(check -> check.name().equals("content"))
                        .findFirst()
                        .orElseThrow();
    }
}
