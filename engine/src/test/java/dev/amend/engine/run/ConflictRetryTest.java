package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.Test;

final class ConflictRetryTest {
    private final RuntimeException conflict =
            new IllegalStateException("job failed", new CommitFailedException("metadata has changed"));

    private final ConflictRetry retry = new ConflictRetry();

    @Test
    void writesOnceMoreAfterAConflict() {
        Writes writes = new Writes(conflict);

        retry.write(writes, () -> false);

        assertThat(writes.made).isEqualTo(2);
    }

    @Test
    void givesUpAfterTwoConflicts() {
        Writes writes = new Writes(conflict, conflict);

        assertThatThrownBy(() -> retry.write(writes, () -> false)).isSameAs(conflict);
        assertThat(writes.made).isEqualTo(2);
    }

    @Test
    void doesNotWriteAgainWhatIsThereDespiteTheRefusal() {
        Writes writes = new Writes(conflict);

        assertThatThrownBy(() -> retry.write(writes, () -> true)).isSameAs(conflict);
        assertThat(writes.made).isEqualTo(1);
    }

    @Test
    void doesNotWriteAgainWhereAnotherWroteTheSamePartitions() {
        Writes writes = new Writes(new ValidationException("Found conflicting files"));

        assertThatThrownBy(() -> retry.write(writes, () -> false)).isInstanceOf(ValidationException.class);
        assertThat(writes.made).isEqualTo(1);
    }

    @Test
    void writesAloneTheSecondTime() throws InterruptedException {
        CountDownLatch otherWrites = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicBoolean otherIsThrough = new AtomicBoolean();
        Thread other = new Thread(() -> retry.write(
                () -> {
                    otherWrites.countDown();
                    await(refused);
                    otherIsThrough.set(true);
                },
                () -> false));
        other.start();
        await(otherWrites);

        List<Boolean> seen = new java.util.ArrayList<>();
        retry.write(
                () -> {
                    seen.add(otherIsThrough.get());
                    if (seen.size() == 1) {
                        refused.countDown();
                        throw conflict;
                    }
                },
                () -> false);
        other.join();

        assertThat(seen).containsExactly(false, true);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A write that fails as often as it is told to. */
    private static final class Writes implements Runnable {
        private final Deque<RuntimeException> failures;
        private int made;

        Writes(RuntimeException... failures) {
            this.failures = new ArrayDeque<>(List.of(failures));
        }

        @Override
        public void run() {
            made++;
            if (!failures.isEmpty()) {
                throw failures.pop();
            }
        }
    }
}
