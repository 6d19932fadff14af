package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SpecificationDiffTest {

    @Test
    void namesEveryKeyThatDiffers() {
        Map<String, String> before = Map.of("owner", "finance", "execution.max_concurrency", "2", "a.gone", "1");
        Map<String, String> after = Map.of("owner", "finance", "execution.max_concurrency", "4", "z.new", "not set");

        assertThat(SpecificationDiff.changedKeys(new TreeMap<>(before), new TreeMap<>(after)))
                .containsExactly("a.gone: 1 → not set", "execution.max_concurrency: 2 → 4", "z.new: not set → not set");
    }

    @Test
    void showsTheFirstLineThatDiffersInALongText() {
        Map<String, String> before = Map.of("transform.sql", "select a,\n       b\nfrom c\n");
        Map<String, String> after = Map.of("transform.sql", "select a,\n       b * 2\nfrom c\n");
        Map<String, String> shorter = Map.of("transform.sql", "select a,\n       b");

        assertThat(SpecificationDiff.changedKeys(new TreeMap<>(before), new TreeMap<>(after)))
                .containsExactly("transform.sql: line 2: b → b * 2");
        assertThat(SpecificationDiff.changedKeys(new TreeMap<>(before), new TreeMap<>(shorter)))
                .containsExactly("transform.sql: line 3: from c → nothing");
    }

    @Test
    void cutsALongLineButNoCharacterInTwo() {
        Map<String, String> before = Map.of("owner", "x".repeat(58) + "😀".repeat(3));
        Map<String, String> after = Map.of("owner", "finance");

        assertThat(SpecificationDiff.changedKeys(new TreeMap<>(before), new TreeMap<>(after)))
                .containsExactly("owner: " + "x".repeat(58) + "😀😀… → finance");
    }

    @Test
    void saysNothingIfNothingDiffers() {
        TreeMap<String, String> keys = new TreeMap<>(Map.of("owner", "finance"));

        assertThat(SpecificationDiff.changedKeys(keys, keys)).isEmpty();
    }
}
