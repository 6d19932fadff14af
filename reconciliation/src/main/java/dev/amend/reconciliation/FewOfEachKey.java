package dev.amend.reconciliation;

import org.apache.spark.TaskContext;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few rows of each key pass, and all of most keys: two tell as well as two hundred thousand that the key is there
 * twice, and those that do not reach the join are not multiplied there with the rows of the other side.
 *
 * <p>Remembers hashes of keys in a table in which each place goes to the key that most rows of the place have, found by
 * counting them up and those of other keys down (R. Boyer and J Moore, MJRTY: A Fast Majority Vote Algorithm, 1991). So the
 * first two rows of a key always pass, and of a key with many rows about as many more as it shares with the others of its
 * place. The table fits into a processor's nearest memory: a larger one costs more than all else that is done here.
 * Each task begins with an empty table, whatever Spark does with this object.
 */
final class FewOfEachKey implements UDF1<Long, Boolean> {
    private static final long serialVersionUID = 1;

    private static final int PLACES = 1 << 12;
    private static final int ENOUGH = 2;

    private transient @Nullable Met met;

    /** What one task has met. */
    private static final class Met {
        private static final long VOTES = 0xFF;

        private final long task;

        /** A hash, of which the last bits are told by its place already: there stand its votes. */
        private final long[] places = new long[PLACES];

        private Met(long task) {
            this.task = task;
        }

        private boolean passes(long keyHash) {
            int place = (int) (keyHash & (PLACES - 1));
            long known = places[place];
            long votes = known & VOTES;
            if ((known ^ keyHash) >>> Byte.SIZE == 0 && votes > 0) {
                places[place] = votes < VOTES ? known + 1 : known;
                return votes < ENOUGH;
            }
            places[place] = votes > 1 ? known - 1 : (keyHash & ~VOTES) + 1;
            return true;
        }
    }

    /** @param keyHash the hash of a row's key; null for a row without one, which is paired with nothing */
    @Override
    public Boolean call(@Nullable Long keyHash) {
        return keyHash == null || metByTask().passes(keyHash);
    }

    private Met metByTask() {
        TaskContext context = TaskContext.get();
        long task = context == null ? 0 : context.taskAttemptId();
        Met known = met;
        if (known == null || known.task != task) {
            known = new Met(task);
            met = known;
        }
        return known;
    }
}
