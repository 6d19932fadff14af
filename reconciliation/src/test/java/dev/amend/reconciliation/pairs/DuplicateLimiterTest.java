package dev.amend.reconciliation.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class DuplicateLimiterTest {
    private final DuplicateLimiter few = new DuplicateLimiter();

    @Test
    void twoRowsOfAKeyPassAndNoMore() {
        assertThat(IntStream.range(0, 200_000).filter(row -> few.call(42L)).count())
                .isEqualTo(2);
    }

    @Test
    void everyRowWithoutAKeyPasses() {
        assertThat(IntStream.range(0, 1000).mapToObj(row -> few.call(null))).doesNotContain(false);
    }

    @Test
    void everyRowPassesWhereNoKeyIsThereTwice() {
        Random random = new Random(1);

        assertThat(LongStream.range(0, 500_000)
                        .filter(row -> few.call(random.nextLong()))
                        .count())
                .isEqualTo(500_000);
    }

    /** What was dropped can be told from what passed: two rows of its key did. */
    @Property
    void ofAKeyThatLosesRowsTwoHavePassed(@ForAll long seed) {
        Random random = new Random(seed);
        long[] keys = LongStream.generate(random::nextLong).limit(10).toArray();
        DuplicateLimiter fresh = new DuplicateLimiter();
        Map<Long, Integer> passed = new HashMap<>();
        for (int row = 0; row < 2000; row++) {
            // of one bucket, some more often than others, some that differ in one bit
            long hash = keys[(int) (keys.length * random.nextDouble() * random.nextDouble())];
            long key = ((hash & ~0x3FFL) | 7) ^ (random.nextBoolean() ? 1L << 10 : 0);
            boolean passes = fresh.call(key);

            passed.merge(key, passes ? 1 : 0, Integer::sum);
            assertThat(passes || passed.get(key) >= 2).isTrue();
        }
        assertThat(passed.values().stream().mapToInt(n -> n).sum()).isLessThan(2000);
    }

    /** A fifth of a bucket's rows is enough to keep a place there. */
    @Test
    void ofFourKeysInOneBucketFewPassEach() {
        Random random = new Random(1);
        Map<Long, Integer> passed = new HashMap<>();
        for (int row = 0; row < 400_000; row++) {
            long key = (1L + random.nextInt(4)) << 20;
            passed.merge(key, few.call(key) ? 1 : 0, Integer::sum);
            if (row % 10 == 0) {
                few.call(random.nextLong() << 10);
            }
        }

        assertThat(passed).hasSize(4);
        assertThat(passed.values()).allSatisfy(rows -> assertThat(rows).isBetween(2, 100));
    }

    /** A hundred keys have half of all rows. */
    @Test
    void ofAHundredKeysInHalfOfAllRowsFewPassEach() {
        Random random = new Random(1);
        long[] often = LongStream.generate(random::nextLong).limit(100).toArray();
        Map<Long, Integer> passed = new HashMap<>();
        for (int row = 0; row < 1_000_000; row++) {
            few.call(random.nextLong());
            long key = often[random.nextInt(often.length)];
            passed.merge(key, few.call(key) ? 1 : 0, Integer::sum);
        }

        assertThat(passed.values()).allSatisfy(rows -> assertThat(rows).isBetween(2, 100));
    }

    /** A hundred rows of other keys come between two of its own. */
    @Test
    void ofAKeyInAHundredthOfAllRowsFewPass() {
        Random random = new Random(1);

        long passed = IntStream.range(0, 50_000)
                .filter(row -> {
                    IntStream.range(0, 99).forEach(other -> few.call(random.nextLong()));
                    return few.call(42L);
                })
                .count();

        assertThat(passed).isBetween(2L, 100L);
    }

    @Test
    void aTaskThatIsSentTheFunctionBeginsWithNothing() throws Exception {
        few.call(42L);
        few.call(42L);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(few);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            DuplicateLimiter sent = (DuplicateLimiter) in.readObject();

            assertThat(sent.call(42L)).isTrue();
        }
    }
}
