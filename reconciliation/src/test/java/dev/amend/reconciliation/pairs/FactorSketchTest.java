package dev.amend.reconciliation.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.ColumnChange.ConstantFactor;
import dev.amend.reconciliation.finding.ColumnChange.FactorBucket;
import dev.amend.reconciliation.finding.ColumnChange.Factors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FactorSketchTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.81", "1.19", "0.8403", "-1", "-0.5", "100", "0.01", "1.01", "0.99", "-100", "6.55957"})
    void knowsTheFactorToFourDigits(String factor) {
        ConstantFactor found =
                constant(sketch(amounts(1, 500), times(factor, 8)), 500).orElseThrow();

        assertThat(found.factor()).isEqualByComparingTo(new BigDecimal(factor).round(new MathContext(4)));
        assertThat(found.pairs()).isEqualTo(500);
        assertThat(found.of()).isEqualTo(500);
    }

    /** 0.05 becomes 0.04, which is not 0.81 times as much. */
    @Test
    void smallAmountsThatWereRoundedOnlyLowerTheShare() {
        List<BigDecimal> cents = LongStream.rangeClosed(1, 2000)
                .mapToObj(i -> BigDecimal.valueOf(i, 2))
                .toList();

        ConstantFactor found = constant(sketch(cents, times("0.81", 2)), 2000).orElseThrow();

        assertThat(found.factor()).isEqualByComparingTo("0.81");
        assertThat(found.pairs()).isBetween(1940L, 1990L);
    }

    @Test
    void refundsHaveTheFactorOfOrders() {
        List<BigDecimal> amounts = new ArrayList<>(amounts(1, 50));
        amounts.addAll(amounts(1, 50).stream().map(BigDecimal::negate).toList());

        assertThat(constant(sketch(amounts, times("0.81", 2)), 100)).contains(new ConstantFactor(of("0.81"), 100, 100));
    }

    @ParameterizedTest
    @CsvSource({"18, 20, true", "17, 20, false", "19, 19, false", "90, 100, true", "900, 1001, false"})
    void isSaidOfNineInTenAndOfTwentyAtLeast(int alike, int pairs, boolean said) {
        FactorSketch sketch = sketch(amounts(1, alike), times("0.81", 2));
        for (int i = 0; i < pairs - alike; i++) {
            sketch.add(of("1000"), BigDecimal.valueOf(2000 + 100L * i));
        }

        assertThat(constant(sketch, pairs).map(ConstantFactor::pairs))
                .isEqualTo(said ? Optional.of((long) alike) : Optional.empty());
    }

    @Test
    void pairsWithoutAFactorLowerTheShare() {
        FactorSketch sketch = sketch(amounts(1, 95), times("0.81", 2));
        sketch.add(of("0"), of("5"));
        sketch.add(of("5"), of("0"));
        sketch.add(of("0.00001"), of("5"));
        sketch.add(of("1E+300"), of("1E-300"));

        assertThat(constant(sketch, 99)).contains(new ConstantFactor(of("0.81"), 95, 99));
        assertThat(sketch.factors(99).buckets()).extracting(FactorBucket::pairs).containsExactly(95L);
    }

    @Test
    void factorsOfBothSignsAreTwo() {
        FactorSketch sketch = sketch(amounts(1, 50), times("0.81", 2));
        sketch.addAll(sketch(amounts(1, 50), times("-0.81", 2)));

        assertThat(constant(sketch, 100)).isEmpty();
    }

    /** Half a percent more or less is in the buckets around one, whether or not it is a factor. */
    @Test
    void numbersThatMovedALittleHaveNoFactor() {
        Random random = new Random(11);

        FactorSketch sketch =
                sketch(amounts(1, 500), amount -> amount.multiply(BigDecimal.valueOf(9_950 + random.nextInt(100), 4)));

        assertThat(sketch.factors(500).buckets()).hasSizeLessThanOrEqualTo(2);
        assertThat(constant(sketch, 500)).isEmpty();
    }

    @Test
    void ofTwoPairsOfBucketsThatAreAsFullTheLowerOneCounts() {
        Factors factors = handedOn(
                new FactorBucket(440, 40, of("100"), of("80")),
                new FactorBucket(441, 10, of("100"), of("90")),
                new FactorBucket(442, 40, of("100"), of("82")));

        assertThat(constant(factors, 50)).contains(new ConstantFactor(of("0.85"), 50, 50));
    }

    @Test
    void handsOnTheFullestBucketsOnly() {
        FactorSketch sketch = new FactorSketch();
        for (int i = 1; i <= 100; i++) {
            for (int pair = 0; pair < i; pair++) {
                sketch.add(BigDecimal.ONE, BigDecimal.valueOf(StrictMath.exp(i * 0.02)));
            }
        }

        assertThat(sketch.factors(5050).buckets())
                .hasSize(FactorSketch.HANDED_ON)
                .isSortedAccordingTo((one, other) -> Integer.compare(one.index(), other.index()))
                .extracting(FactorBucket::pairs)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(69, 100).boxed().toList());
    }

    @Property(tries = 200)
    void addsUpToTheSameInAnyOrderAndHoweverItIsSplit(
            @ForAll @Size(min = 1, max = 60) List<@BigRange(min = "-10", max = "10") @Scale(2) BigDecimal> numbers,
            @ForAll Random random) {
        List<Pair> pairs = IntStream.range(0, numbers.size())
                .mapToObj(i -> new Pair(numbers.get(i), numbers.get((i + 1) % numbers.size())))
                .toList();
        List<Pair> shuffled = new ArrayList<>(pairs);
        Collections.shuffle(shuffled, random);
        List<FactorSketch> parts = List.of(new FactorSketch(), new FactorSketch(), new FactorSketch());
        shuffled.forEach(pair -> pair.addTo(parts.get(random.nextInt(parts.size()))));

        FactorSketch whole = new FactorSketch();
        pairs.forEach(pair -> pair.addTo(whole));
        FactorSketch sum = new FactorSketch();
        parts.forEach(sum::addAll);

        assertThat(sum.factors(numbers.size())).isEqualTo(whole.factors(numbers.size()));
    }

    @Property(tries = 100)
    void batchesAddUpToTheSameInAnyOrder(@ForAll Random random) {
        List<Factors> batches = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            batches.add(sketch(
                            amounts(1, 200),
                            amount -> amount.multiply(
                                    BigDecimal.valueOf(random.nextInt(9) < 8 ? 81 : random.nextInt(400), 2)))
                    .factors(200));
        }
        Factors inOrder = handedOn(batches);
        Collections.shuffle(batches, random);

        assertThat(handedOn(batches)).isEqualTo(inOrder);
    }

    @Test
    void comesOutOfATaskAsItWentInAndSmall() throws IOException, ClassNotFoundException {
        Random random = new Random(5);
        FactorSketch noise = new FactorSketch();
        for (int i = 0; i < 200_000; i++) {
            noise.add(
                    BigDecimal.valueOf(1 + random.nextInt(100_000), 2),
                    BigDecimal.valueOf(random.nextInt(200_000) - 100_000, 2));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(noise);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((FactorSketch) in.readObject()).factors(200_000)).isEqualTo(noise.factors(200_000));
        }
        assertThat(bytes.size()).isBetween(40_000, 80_000);
    }

    private record Pair(BigDecimal before, BigDecimal after) {

        void addTo(FactorSketch sketch) {
            sketch.add(before, after);
        }
    }

    private static FactorSketch sketch(List<BigDecimal> amounts, UnaryOperator<BigDecimal> change) {
        FactorSketch sketch = new FactorSketch();
        amounts.forEach(amount -> sketch.add(amount, change.apply(amount)));
        return sketch;
    }

    /** Of so many units and a few cents. */
    private static List<BigDecimal> amounts(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> BigDecimal.valueOf(1000L * i + 7 * i % 100, 2))
                .toList();
    }

    private static UnaryOperator<BigDecimal> times(String factor, int scale) {
        return amount -> amount.multiply(of(factor)).setScale(scale, RoundingMode.HALF_UP);
    }

    private static Factors handedOn(FactorBucket... buckets) {
        return handedOn(List.of(new Factors(List.of(), List.of(buckets))));
    }

    private static Factors handedOn(List<Factors> batches) {
        FactorSketch sketch = new FactorSketch();
        batches.forEach(sketch::addAll);
        return sketch.factors(1000);
    }

    private static Optional<ConstantFactor> constant(FactorSketch sketch, long pairs) {
        return sketch.factors(pairs).constant().stream().findFirst();
    }

    private static Optional<ConstantFactor> constant(Factors factors, long pairs) {
        FactorSketch sketch = new FactorSketch();
        sketch.addAll(factors);
        return constant(sketch, pairs);
    }

    private static BigDecimal of(String number) {
        return new BigDecimal(number);
    }
}
