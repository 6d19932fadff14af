package dev.amend.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TerminationTest {
    private final Termination termination = Termination.unwatched();

    @Test
    void whoAsksASecondTimeEndsTheProcessAtOnce() {
        assertThat(termination.signalled("TERM")).isEqualTo(Signals.Answer.HANDLED);
        assertThat(termination.signalled("INT")).isEqualTo(Signals.Answer.AS_BEFORE);

        assertThat(termination.asked()).contains("the process was asked to end (SIGTERM)");
    }

    @Test
    void nobodyEndsTheProcessOnceItIsPutOff() {
        assertThat(termination.putOff()).isEmpty();

        assertThat(termination.signalled("TERM")).isEqualTo(Signals.Answer.HANDLED);
        assertThat(termination.signalled("TERM")).isEqualTo(Signals.Answer.HANDLED);
        assertThat(termination.asked()).contains("the process was asked to end (SIGTERM)");
        assertThat(termination.putOff()).as("the next of several commits").isEmpty();
    }

    @Test
    void whoAskedBeforeIsNotPutOff() {
        termination.signalled("TERM");

        assertThat(termination.putOff()).contains("the process was asked to end (SIGTERM)");
        assertThat(termination.signalled("TERM")).isEqualTo(Signals.Answer.AS_BEFORE);
    }
}
