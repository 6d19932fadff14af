package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A key without an effect is refused, never ignored. Whoever builds an effect removes its line here as well. */
final class NotSupportedYetTest {

    @Test
    void listsWhatHasNoEffectYet() {
        assertThat(NotSupportedYet.REFUSALS.stream().map(refusal -> refusal.key() + " as " + refusal.shown()))
                .containsExactly(
                        "kind as kind: repair",
                        "affected as affected",
                        "expected_rows as expected_rows",
                        "max_fraction as max_fraction",
                        "prevention as prevention",
                        "transform.set as set",
                        "transform.class as class",
                        "target.dimensions as dimensions",
                        "sources.*.pinned as pinned: false",
                        "execution.canaries as canaries",
                        "execution.live_pipeline.windows as windows",
                        "execution.live_pipeline.probes as probes",
                        "execution.probes as probes",
                        "execution.query_timeout as query_timeout",
                        "execution.max_rows_per_second as max_rows_per_second",
                        "execution.retry as retry",
                        "execution.budget.bytes_scanned_per_day as bytes_scanned_per_day",
                        "execution.budget.bytes_scanned as bytes_scanned",
                        "validation.quarantine as quarantine",
                        "publish.announce as announce",
                        "profiles as profiles");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesOnlyKeysThatAreKnown(NotSupportedYet.Refusal refusal) {
        List<String> known = SpecificationShape.PATHS;

        assertThat(known).contains(refusal.key());
    }

    static Stream<NotSupportedYet.Refusal> refusals() {
        return NotSupportedYet.REFUSALS.stream();
    }
}
