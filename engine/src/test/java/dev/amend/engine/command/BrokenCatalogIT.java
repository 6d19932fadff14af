package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.doctor.Diagnosis;
import dev.amend.engine.doctor.TableDoctor;
import dev.amend.engine.hooks.StepListener;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.SparkRuntime;
import dev.amend.engine.query.ReadOnlyQuery;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A catalog whose database can't be opened: each command says that, and nobody searches for a mistake elsewhere. */
final class BrokenCatalogIT {
    private SparkSession session;

    @BeforeEach
    void configureACatalogWithoutDatabase() {
        session = SparkRuntime.start(Map.of()).newSession();
        SparkSession.setActiveSession(session);
        session.conf().set("spark.sql.catalog.broken", "org.apache.iceberg.spark.SparkCatalog");
        session.conf().set("spark.sql.catalog.broken.catalog-impl", "org.apache.iceberg.jdbc.JdbcCatalog");
        session.conf().set("spark.sql.catalog.broken.uri", "jdbc:sqlite:/no/such/folder/catalog.db");
        session.conf().set("spark.sql.catalog.broken.warehouse", "/no/such/folder");
        session.conf().set("spark.sql.defaultCatalog", "broken");
    }

    @AfterEach
    void leaveTheSession() {
        SparkSession.clearActiveSession();
    }

    @Test
    void doctorFindsItBadAndShowsTheOtherProbes() {
        List<Diagnosis> found = new TableDoctor(new Lakehouse(session, StepListener.NONE)).versions();

        assertThat(found).extracting(Diagnosis::probe).containsExactly("java", "spark", "iceberg", "catalog");
        assertThat(found.get(3)).satisfies(catalog -> {
            assertThat(catalog.outcome()).isEqualTo(Diagnosis.Outcome.BAD);
            assertThat(catalog.found()).startsWith("broken failed with ");
            assertThat(catalog.next())
                    .isEqualTo("Check the spark.sql.catalog settings and that the catalog answers, then try again");
        });
    }

    @Test
    void aQueryMayBeTriedAgain() {
        ReadOnlyQuery query = new ReadOnlyQuery("select * from broken.finance.revenue");

        assertThatThrownBy(() -> query.run(session, UnaryOperator.identity()))
                .isInstanceOfSatisfying(AmendException.class, failure -> {
                    assertThat(failure.code().name()).isEqualTo("CATALOG_FAILED");
                    assertThat(failure.code().kind()).isEqualTo(ErrorKind.TRANSIENT);
                    assertThat(failure.next()).endsWith("then try again");
                });
    }

    @Test
    void aMistakeInAQueryIsStillOne() {
        session.conf().set("spark.sql.defaultCatalog", "spark_catalog");
        ReadOnlyQuery query = new ReadOnlyQuery("select nothing from values (1) as v(a)");

        assertThatThrownBy(() -> query.run(session, UnaryOperator.identity()))
                .isInstanceOfSatisfying(
                        AmendException.class,
                        failure -> assertThat(failure.code().name()).isEqualTo("QUERY_FAILED"));
    }
}
