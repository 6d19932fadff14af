package dev.amend.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class BackfillStateTest {

    @Test
    void movesOnlyAsDrawn() {
        String table = Arrays.stream(BackfillState.values())
                .map(BackfillStateTest::moves)
                .collect(Collectors.joining("\n"));

        assertThat(table).isEqualTo("""
                        READY -> RUNNING CANCELLED
                        RUNNING -> WAITING PAUSED HALTED BUILT CANCELLED
                        WAITING -> RUNNING PAUSED HALTED CANCELLED
                        PAUSED -> RUNNING CANCELLED
                        HALTED -> RUNNING BUILT CANCELLED
                        BUILT -> RUNNING HALTED APPROVED CANCELLED
                        APPROVED -> RUNNING HALTED BUILT PUBLISHED CANCELLED
                        PUBLISHED -> ROLLED_BACK RETIRED
                        ROLLED_BACK -> RETIRED
                        CANCELLED -> RETIRED
                        RETIRED ->""");
    }

    @Test
    void endsWithRetirementAlone() {
        assertThat(BackfillState.values()).filteredOn(BackfillState::isFinal).containsExactly(BackfillState.RETIRED);
    }

    @Test
    void saysWhatEachStateMeans() {
        assertThat(BackfillState.values())
                .extracting(BackfillState::sentence)
                .doesNotHaveDuplicates()
                .allSatisfy(sentence -> assertThat(sentence).matches("[A-Z].*[^.]"));
    }

    private static String moves(BackfillState from) {
        return Arrays.stream(BackfillState.values())
                .filter(from::canBecome)
                .map(BackfillState::name)
                .collect(Collectors.joining(" ", from + " -> ", ""))
                .strip();
    }
}
