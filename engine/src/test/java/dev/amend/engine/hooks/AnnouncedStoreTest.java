package dev.amend.engine.hooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.store.LocalStateStore;
import dev.amend.engine.store.StateStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnnouncedStoreTest {
    private static final String KEY = "backfills/tax-fix/plan.json";

    private final List<String> heard = new ArrayList<>();
    private StateStore store = new LocalStateStore(Path.of(""));

    @BeforeEach
    void open(@TempDir Path folder) {
        LocalStateStore local = new LocalStateStore(folder);
        store = new AnnouncedStore(local, new StepListener() {
            @Override
            public void before(String step) {
                heard.add("before " + step + ", there: " + local.read(KEY).isPresent());
            }

            @Override
            public void after(String step) {
                heard.add("after " + step + ", there: " + local.read(KEY).isPresent());
            }
        });
    }

    @Test
    void tellsOfAWriteRightBeforeAndRightAfter() {
        assertThat(store.create(KEY, bytes("one"))).isTrue();

        assertThat(heard)
                .containsExactly("before journal " + KEY + ", there: false", "after journal " + KEY + ", there: true");
    }

    @Test
    void doesNotTellOfTheEndOfAWriteThatWasRefused() {
        store.create(KEY, bytes("one"));
        heard.clear();

        assertThat(store.create(KEY, bytes("two"))).isFalse();
        assertThat(store.replace(KEY, bytes("two"), "another version")).isFalse();

        assertThat(heard).hasSize(2).allMatch(step -> step.startsWith("before "));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
