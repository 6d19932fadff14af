package dev.amend.publish.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Repeats work a few times if other writers interfere. The next attempt decides from fresh metadata what that means.
 */
public final class Tries {
    private static final int MOST = 5;

    private final Predicate<RuntimeException> isRace;

    private Tries(Predicate<RuntimeException> isRace) {
        this.isRace = isRace;
    }

    /** Tries for commits to a table. */
    public static Tries ofTable() {
        return new Tries(failure -> failure instanceof ValidationException
                || failure instanceof CommitFailedException
                || (failure instanceof GuardViolation violation && violation.isRace()));
    }

    /** Tries for commits that have one more way to fail. */
    public static Tries of(Class<? extends RuntimeException> race) {
        return new Tries(failure -> failure instanceof CommitFailedException || race.isInstance(failure));
    }

    /** One attempt. */
    public interface Work<T> {
        T done() throws CommitOutcomeUnknown;
    }

    /** Makes the exception to throw if others committed first each time. */
    public interface GivingUp {
        RuntimeException after(int tries, RuntimeException last);
    }

    /**
     * The result of the first try that succeeds. Failures of another kind are thrown as they are.
     *
     * @throws RuntimeException of {@code givingUp}; the failure that it is given has those of earlier tries as suppressed
     */
    public <T> T take(Work<T> work, GivingUp givingUp) throws CommitOutcomeUnknown {
        List<RuntimeException> failures = new ArrayList<>();
        while (failures.size() < MOST) {
            try {
                return work.done();
            } catch (RuntimeException e) {
                if (!isRace.test(e)) {
                    throw e;
                }
                failures.add(e);
            }
        }
        throw givingUp.after(MOST, lastOf(failures));
    }

    private static RuntimeException lastOf(List<RuntimeException> failures) {
        RuntimeException last = failures.get(failures.size() - 1);
        failures.stream().filter(earlier -> earlier != last).forEach(last::addSuppressed);
        return last;
    }
}
