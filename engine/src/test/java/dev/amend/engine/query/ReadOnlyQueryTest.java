package dev.amend.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.specs.error.AmendException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before Spark is started; the rest is refused by Spark's parser, see EngineRefusalsIT. */
final class ReadOnlyQueryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t values (1)",
                "INSERT OVERWRITE t SELECT 1",
                "drop table t",
                "delete from t",
                "update t set a = 1",
                "merge into t using s on true when matched then delete",
                "alter table t add column a int",
                "create table t (a int)",
                "call lake.system.rollback_to_snapshot('t', 1)",
                "set spark.sql.ansi.enabled=false",
                "truncate table t",
                "explain insert into t values (1)",
                "/* select */ drop table t",
                "",
                ";"
            })
    void refusesWhatDoesNotBeginLikeAQuery(String statement) {
        assertThatThrownBy(() -> new ReadOnlyQuery(statement))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage("Cannot run the query: it is not one that only reads");
                    assertThat(e.where()).isEqualTo(statement);
                    assertThat(e.next()).isEqualTo("Use SELECT, WITH, VALUES, SHOW or DESCRIBE");
                    assertThat(e.code().kind().exitCode()).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "  SELECT 1 ;",
                "select\n1",
                "(select 1)",
                "with a as (select 1) select * from a",
                "values (1), (2)",
                "from t select a",
                "table t",
                "show tables",
                "describe table t",
                "desc t"
            })
    void takesWhatBeginsLikeAQuery(String statement) {
        assertThatCode(() -> new ReadOnlyQuery(statement)).doesNotThrowAnyException();
    }
}
