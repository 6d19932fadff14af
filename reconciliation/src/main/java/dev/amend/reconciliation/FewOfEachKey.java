package dev.amend.reconciliation;

import org.apache.spark.TaskContext;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few rows of each key pass, and all of most keys: two tell as well as two hundred thousand that the key is there
 * twice, and those that do not reach the join are not multiplied there with the rows of the other side.
 *
 * <p>Remembers the hashes of the keys that were met last, in a table in which a newcomer takes the place of the one that
 * was there. So the first two rows of a key always pass, and of many rows of one key as many more as it was forgotten.
 * Each task begins with an empty table, whatever Spark does with this object.
 */
final class FewOfEachKey implements UDF1<Long, Boolean> {
    private static final long serialVersionUID = 1;

    private static final int PLACES = 1 << 16;
    private static final byte ENOUGH = 2;

    private transient @Nullable Met met;

    /** What one task has met. */
    private static final class Met {
        private final long task;
        private final long[] hashes = new long[PLACES];
        private final byte[] passed = new byte[PLACES];

        private Met(long task) {
            this.task = task;
        }

        private boolean passes(long keyHash) {
            int place = (int) (keyHash & (PLACES - 1));
            if (hashes[place] != keyHash) {
                hashes[place] = keyHash;
                passed[place] = 0;
            }
            if (passed[place] == ENOUGH) {
                return false;
            }
            passed[place]++;
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
