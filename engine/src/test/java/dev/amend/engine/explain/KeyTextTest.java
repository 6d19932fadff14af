package dev.amend.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.specs.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyTextTest {

    private static final Target OPEN = target("");
    private static final Target SENSITIVE = target("\n  sensitive: [Shop]");

    private static KeyText parse(String... options) {
        return parse(OPEN, options);
    }

    private static KeyText parse(Target target, String... options) {
        return KeyText.parse(List.of(options), new QuotableKey(target, List.of("day", "shop")));
    }

    private static Target target(String more) {
        String text = SmallLake.specification("tax-fix")
                .replace("  volatile: [computed_at]", "  volatile: [computed_at]" + more);
        return SmallLake.read(text).specification().target();
    }

    private static Map<String, Optional<String>> values(String... options) {
        KeyText found = parse(options);
        assertThat(found.problems()).isEmpty();
        return found.values();
    }

    @Test
    void readsColumnsAndValues() {
        assertThat(values("merchant_id=17,revenue_date=2025-06-15"))
                .isEqualTo(Map.of("merchant_id", Optional.of("17"), "revenue_date", Optional.of("2025-06-15")))
                .isEqualTo(values("merchant_id=17", "revenue_date=2025-06-15"))
                .isEqualTo(values(" merchant_id = 17 , revenue_date = '2025-06-15' "));
    }

    @Test
    void takesQuotedValuesAsTheyAre() {
        assertThat(values("a='Smith, Jones',b=\"it's\",c='it''s',d=\"\"\"x\"\" = 1\",e=' ',f=''"))
                .isEqualTo(Map.of(
                        "a", Optional.of("Smith, Jones"),
                        "b", Optional.of("it's"),
                        "c", Optional.of("it's"),
                        "d", Optional.of("\"x\" = 1"),
                        "e", Optional.of(" "),
                        "f", Optional.of("")));
    }

    @Test
    void takesWhatNeedsNoQuotesWithoutThem() {
        assertThat(values("a=x=y==z,b=O'Neill \"junior\",c="))
                .isEqualTo(Map.of(
                        "a", Optional.of("x=y==z"),
                        "b", Optional.of("O'Neill \"junior\""),
                        "c", Optional.of("")));
    }

    @Test
    void tellsNullFromTheTextNull() {
        assertThat(values("a=null,b='null',c=NULL"))
                .isEqualTo(Map.of("a", Optional.empty(), "b", Optional.of("null"), "c", Optional.of("NULL")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=Smith, Jones | 'Jones' is not COLUMN=VALUE",
                "17 | '17' is not COLUMN=VALUE",
                "a=1, | '''' is not COLUMN=VALUE",
                "a=1,,b=2 | '''' is not COLUMN=VALUE",
                "a=1,a=2 | 'a' is there twice",
                "a='1 | the quote that begins the value of 'a' is never closed",
                "a='1'2,b=3 | the value of 'a' goes on after its closing quote: 2"
            },
            quoteCharacter = '~')
    void saysWhatItCannotRead(String text, String problem) {
        assertThat(parse(text).problems()).singleElement().asString().startsWith(problem.replace("''''", "''"));
    }

    /** A name with a comma is cut anywhere, and what follows an equals sign in it looks like a value of its own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "day=2026-01-07,shop=Smith, Jones | '•••' is not COLUMN=VALUE (a value with a comma stands in quotes, as in NAME='Smith, Jones')",
                "Jones | '•••' is not COLUMN=VALUE (a value with a comma stands in quotes, as in NAME='Smith, Jones')",
                "shop='Smith' Jones | the value of 'shop' goes on after its closing quote: •••",
                "day='2026-01-07' SHOP=Jones | the value of 'day' goes on after its closing quote: •••",
                "Shop=a,Jones='b | the quote that begins the value of '•••' is never closed",
                "DAY='2026-01-07 | the quote that begins the value of 'DAY' is never closed",
                "Jones=1,Jones=2 | '•••' is there twice",
                "shop=Jones,shop=Jones | 'shop' is there twice"
            },
            quoteCharacter = '~')
    void repeatsNothingButColumnsWhereAColumnOfTheKeyIsSensitive(String text, String problem) {
        assertThat(parse(SENSITIVE, text).problems()).containsExactly(problem);
    }

    @Test
    void goesOnBehindAMistake() {
        KeyText found = parse("x,a='1'2,b=3");

        assertThat(found.problems()).hasSize(2);
        assertThat(found.values()).containsEntry("b", Optional.of("3"));
    }
}
