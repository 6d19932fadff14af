package dev.amend.publish.commit;

import java.util.function.Predicate;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Tries a few times what others may get in the way of. What it means that they did is decided by the next try, from
 * fresh metadata.
 */
public final class Tries {
    private static final int MOST = 5;

    private final Predicate<RuntimeException> isRace;

    private Tries(Predicate<RuntimeException> isRace) {
        this.isRace = isRace;
    }

    /** Of commits to a table. */
    public static Tries ofTable() {
        return new Tries(failure -> failure instanceof ValidationException
                || failure instanceof CommitFailedException
                || (failure instanceof GuardViolation violation && violation.isRace()));
    }

    /** Of commits that may fail in one more way. */
    public static Tries of(Class<? extends RuntimeException> race) {
        return new Tries(failure -> failure instanceof CommitFailedException || race.isInstance(failure));
    }

    /** One try. */
    public interface Work<T> {
        T done() throws CommitOutcomeUnknown;
    }

    /** What to throw if others were faster each time. */
    public interface GivingUp {
        RuntimeException after(int tries, RuntimeException last);
    }

    /** Whatever fails otherwise is thrown as it is. */
    public <T> T take(Work<T> work, GivingUp givingUp) throws CommitOutcomeUnknown {
        RuntimeException last = new IllegalStateException("never tried");
        for (int attempt = 0; attempt < MOST; attempt++) {
            try {
                return work.done();
            } catch (RuntimeException e) {
                if (!isRace.test(e)) {
                    throw e;
                }
                last = e;
            }
        }
        throw givingUp.after(MOST, last);
    }
}
