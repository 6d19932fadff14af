package dev.amend.reconciliation.pairs;

import org.apache.spark.TaskContext;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * Passes a few rows of each key, and all rows of most keys: two show as well as two hundred thousand that a key has
 * duplicates, and rows that do not reach the join are not multiplied there with those of the other side.
 *
 * <p>It keeps hashes of keys in a table of buckets, each of which holds the keys with the most of its rows: a row of a
 * known key increases that key's count, and a row of a key without a place decreases all counts of the bucket (J. Misra
 * and D. Gries, Finding Repeated Elements, 1982). So the first two rows of a key always pass, and hardly any more of a
 * key that has a fifth or more of its bucket's rows. Any number may pass of a key that has less. With 32 KB the table
 * stays in a processor's nearest caches; one of 576 KB took a tenth of a whole comparison's time. Each task begins with
 * an empty table, even if Spark reuses this object.
 */
final class DuplicateLimiter implements UDF1<Long, Boolean> {
    private static final long serialVersionUID = 1;

    private static final int BUCKETS = 1 << 10;
    private static final int KEYS = 4;
    private static final int ENOUGH = 2;

    private transient @Nullable Met met;

    /** The keys that one task has met. */
    private static final class Met {
        private static final long VOTES = 0xFF;

        private final long task;

        /**
         * Each place has a hash with its key's votes in the last eight bits, which the bucket implies; no votes: free.
         */
        private final long[] places = new long[BUCKETS * KEYS];

        private Met(long task) {
            this.task = task;
        }

        private boolean passes(long keyHash) {
            int bucket = (int) (keyHash & (BUCKETS - 1)) * KEYS;
            int free = -1;
            for (int place = bucket; place < bucket + KEYS; place++) {
                long known = places[place];
                long votes = known & VOTES;
                if (votes == 0) {
                    free = place;
                } else if ((known ^ keyHash) >>> Byte.SIZE == 0) {
                    places[place] = votes < VOTES ? known + 1 : known;
                    return votes < ENOUGH;
                }
            }
            if (free < 0) {
                countDown(bucket);
            } else {
                places[free] = (keyHash & ~VOTES) + 1;
            }
            return true;
        }

        private void countDown(int bucket) {
            for (int place = bucket; place < bucket + KEYS; place++) {
                places[place]--;
            }
        }
    }

    /** @param keyHash the hash of a row's key; null for a row without a key, which is never paired */
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
