package dev.amend.publish.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.Test;

final class TriesTest {
    private final Deque<RuntimeException> failures = new ArrayDeque<>();

    private String attempt() {
        if (failures.isEmpty()) {
            return "done";
        }
        throw failures.remove();
    }

    private static RuntimeException givingUp(int tries, RuntimeException last) {
        return new IllegalStateException("%d tries".formatted(tries), last);
    }

    @Test
    void keepsTheFailuresThatItSaw() {
        List<RuntimeException> races = IntStream.range(0, 5)
                .<RuntimeException>mapToObj(i -> new CommitFailedException("race %d", i))
                .toList();
        failures.addAll(races);

        assertThatThrownBy(() -> Tries.ofTable().take(this::attempt, TriesTest::givingUp))
                .hasMessage("5 tries")
                .cause()
                .isSameAs(races.get(4))
                .satisfies(last -> assertThat(last.getSuppressed()).containsExactlyElementsOf(races.subList(0, 4)));
    }

    @Test
    void takesTheSameFailureFiveTimes() {
        RuntimeException race = new CommitFailedException("race");
        failures.addAll(List.of(race, race, race, race, race));

        assertThatThrownBy(() -> Tries.ofTable().take(this::attempt, TriesTest::givingUp))
                .hasMessage("5 tries")
                .cause()
                .isSameAs(race);
    }

    @Test
    void endsWithTheFirstSuccess() throws CommitOutcomeUnknown {
        failures.add(new CommitFailedException("race"));

        assertThat(Tries.ofTable().take(this::attempt, TriesTest::givingUp)).isEqualTo("done");
    }

    @Test
    void throwsWhatIsNoRaceAtOnce() {
        failures.add(new NotFoundException("gone"));
        failures.add(new CommitFailedException("race"));

        assertThatThrownBy(() -> Tries.ofTable().take(this::attempt, TriesTest::givingUp))
                .isInstanceOf(NotFoundException.class);
        assertThat(failures).hasSize(1);
    }
}
