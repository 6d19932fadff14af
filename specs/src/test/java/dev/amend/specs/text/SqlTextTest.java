package dev.amend.specs.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SqlTextTest {

    @Test
    void leavesOutOneSemicolonAtTheEnd() {
        assertThat(SqlText.ofOneStatement("select 1;")).isEqualTo("select 1");
        assertThat(SqlText.ofOneStatement("\nselect 1\n ; \n")).isEqualTo("\nselect 1");
    }

    @Test
    void leavesEveryOtherSemicolonToSpark() {
        assertThat(SqlText.ofOneStatement("select 1;;")).isEqualTo("select 1;");
        assertThat(SqlText.ofOneStatement("select 1; select 2")).isEqualTo("select 1; select 2");
        assertThat(SqlText.ofOneStatement("select ';'")).isEqualTo("select ';'");
    }

    @Test
    void leavesOutAByteOrderMark() {
        assertThat(SqlText.ofOneStatement("\uFEFFselect 1\n")).isEqualTo("select 1\n");
    }
}
