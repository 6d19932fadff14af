package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.KeyFilter;
import dev.amend.reconciliation.input.KeyValues;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.reconciliation.sql.LongDecimal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * The wide job of one batch or of several: each task adds its pairs to tallies and returns that one value, so no row is
 * sent to the driver and nothing is aggregated twice.
 *
 * @param floatingFigures the positions of the figures that are computed in floating point
 */
public record PairJob(PairTallies tallies, Set<Integer> floatingFigures) {
    private static final byte[] TWICE = {};

    /** The number of tasks beyond which executors add up tallies first: a tally may have several megabytes. */
    private static final int TALLIES_AT_ONCE = 64;

    private static final Set<DataType> ADD_UP_AS_THEY_ARE = Set.of(
            DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType, DataTypes.DoubleType);

    public static PairJob run(PairSource source, SparkSession session, ComparisonPlan plan, BatchGroup group) {
        return run(source, session, plan, group, KeyValues.ANY);
    }

    /**
     * Runs first as if keys had no duplicates, which costs half as much; if one has, runs again with rows grouped
     * first.
     *
     * @param only the keys that are compared
     */
    public static PairJob run(
            PairSource source, SparkSession session, ComparisonPlan plan, BatchGroup group, KeyFilter only) {
        if (group.scale() == JobScale.DISTRIBUTED) {
            Optional<PairJob> byRow = plan.figuresOfRows()
                    .flatMap(figures -> run(source, session, plan, group, only, figures, Pairing.BY_ROW));
            if (byRow.isPresent()) {
                return byRow.get();
            }
        }
        return run(source, session, plan, group, only, plan.figuresOfGroups(), Pairing.BY_GROUP)
                .orElseThrow(() -> new IllegalStateException("A key was met twice in rows that were grouped by it"));
    }

    private static Optional<PairJob> run(
            PairSource source,
            SparkSession session,
            ComparisonPlan plan,
            BatchGroup group,
            KeyFilter only,
            List<String> figures,
            Pairing pairing) {
        PairLayout layout = plan.layout();
        pairing.register(session);
        Dataset<Row> pairs = pairs(session, plan, group, only, figures, pairing, new TreeMap<>());
        SortedMap<Integer, LongDecimal> longDecimals = new PairColumns(layout, pairs.schema()).longDecimals();
        if (pairing == Pairing.BY_ROW && !longDecimals.isEmpty()) {
            pairs = pairs(session, plan, group, only, figures, pairing, longDecimals);
        }
        if (pairing == Pairing.BY_ROW && !(addUpAsTheyAre(pairs, layout) && source.comeInOrder(pairs))) {
            return Optional.empty();
        }
        List<byte[]> found =
                source.run(pairs, layout, rows -> tally(rows, new PairTallies(layout), pairing), PairJob::collected);
        if (pairing == Pairing.BY_ROW && !source.cameInOrder(pairs)) {
            return Optional.empty();
        }
        PairTallies total = new PairTallies(layout);
        for (byte[] tallies : found) {
            if (tallies.length == 0) {
                return Optional.empty();
            }
            total.addAll(read(tallies));
        }
        return Optional.of(new PairJob(total, new PairColumns(layout, pairs.schema()).floatingFigures()));
    }

    private static Dataset<Row> pairs(
            SparkSession session,
            ComparisonPlan plan,
            BatchGroup group,
            KeyFilter only,
            List<String> figures,
            Pairing pairing,
            SortedMap<Integer, LongDecimal> longDecimals) {
        Comparison comparison =
                new Comparison(plan.specification(), plan.columns(), figures, only, pairing, longDecimals);
        Map<String, Object> parameters = new HashMap<>(group.parameters());
        parameters.putAll(comparison.parameters(group.range()));
        return session.sql(
                comparison.statement(plan.relations(group.baselineSnapshot(), group.newRows()), group.scale()),
                parameters);
    }

    /** A sum may have another type than its values; with these types that makes no difference. */
    private static boolean addUpAsTheyAre(Dataset<Row> pairs, PairLayout layout) {
        PairColumns columns = new PairColumns(layout, pairs.schema());
        return IntStream.range(0, layout.figures())
                .mapToObj(i -> columns.typeOfFigure(i))
                .allMatch(type -> type instanceof DecimalType || ADD_UP_AS_THEY_ARE.contains(type));
    }

    private static List<byte[]> collected(JavaRDD<byte[]> tallies) {
        return tallies.getNumPartitions() > TALLIES_AT_ONCE
                ? List.of(tallies.treeReduce(PairJob::sum))
                : tallies.collect();
    }

    private static byte[] sum(byte[] one, byte[] other) {
        if (one.length == 0 || other.length == 0) {
            return TWICE;
        }
        PairTallies sum = read(one);
        sum.addAll(read(other));
        return write(sum);
    }

    /**
     * The task's tallies; empty if a key occurs twice where that is not allowed: rows come in the order of their keys.
     */
    private static byte[] tally(Iterator<? extends Pair<?>> pairs, PairTallies tallies, Pairing pairing) {
        OptionalLong last = OptionalLong.empty();
        while (pairs.hasNext()) {
            Pair<?> pair = pairs.next();
            if (pairing == Pairing.BY_ROW) {
                OptionalLong key = pair.key();
                if (key.isPresent() && key.equals(last)) {
                    return TWICE;
                }
                last = key;
            }
            tallies.add(pair);
        }
        return write(tallies);
    }

    private static byte[] write(PairTallies tallies) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(tallies);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static PairTallies read(byte[] tallies) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(tallies))) {
            return (PairTallies) in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("A task answered with something else than tallies", e);
        }
    }
}
