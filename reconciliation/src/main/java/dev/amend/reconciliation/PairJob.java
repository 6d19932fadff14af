package dev.amend.reconciliation;

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
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * The wide job of one batch or of several: each task adds its pairs to tallies and hands back that one value, so that no
 * row travels to the driver and nothing is aggregated twice.
 *
 * @param floatingFigures positions of the figures that are computed in floating point
 */
record PairJob(PairTallies tallies, Set<Integer> floatingFigures) {
    private static final byte[] TWICE = {};

    /** Of more tasks the tallies are added up by the executors first: one may have several megabytes. */
    private static final int TALLIES_AT_ONCE = 64;

    private static final Set<DataType> ADD_UP_AS_THEY_ARE = Set.of(
            DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType, DataTypes.DoubleType);

    static PairJob run(SparkSession session, ComparisonPlan plan, BatchGroup group) {
        return run(session, plan, group, KeyValues.ANY);
    }

    /**
     * First as if no key were there twice, which costs half as much; if one is, again by bringing rows together first.
     *
     * @param only the keys that are compared
     */
    static PairJob run(SparkSession session, ComparisonPlan plan, BatchGroup group, KeyFilter only) {
        if (group.scale() == JobScale.DISTRIBUTED) {
            Optional<PairJob> byRow =
                    plan.figuresOfRows().flatMap(figures -> run(session, plan, group, only, figures, Pairing.BY_ROW));
            if (byRow.isPresent()) {
                return byRow.get();
            }
        }
        return run(session, plan, group, only, plan.figuresOfGroups(), Pairing.BY_GROUP)
                .orElseThrow(() -> new IllegalStateException("A key was met twice in rows that were grouped by it"));
    }

    private static Optional<PairJob> run(
            SparkSession session,
            ComparisonPlan plan,
            BatchGroup group,
            KeyFilter only,
            List<String> figures,
            Pairing pairing) {
        pairing.register(session);
        Dataset<Row> pairs = pairs(session, plan, group, only, figures, pairing, new TreeMap<>());
        SortedMap<Integer, LongDecimal> longDecimals = PairReader.longDecimals(pairs.schema(), plan.layout());
        if (pairing == Pairing.BY_ROW && !longDecimals.isEmpty()) {
            pairs = pairs(session, plan, group, only, figures, pairing, longDecimals);
        }
        if (pairing == Pairing.BY_ROW && !(addUpAsTheyAre(pairs, plan.layout()) && comeInOrder(pairs))) {
            return Optional.empty();
        }
        List<byte[]> found = tallied(pairs, plan.layout(), pairing);
        if (pairing == Pairing.BY_ROW && !cameInOrder(pairs)) {
            return Optional.empty();
        }
        PairTallies total = new PairTallies(plan.layout());
        for (byte[] tallies : found) {
            if (tallies.length == 0) {
                return Optional.empty();
            }
            total.addAll(read(tallies));
        }
        return Optional.of(new PairJob(total, PairReader.floatingFigures(pairs.schema(), plan.layout())));
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
        return session.sql(comparison.statement(group.baselineSnapshot(), group.newRows(), group.scale()), parameters);
    }

    /** A sum is of another type than what is summed up: these are the types where that does not show. */
    private static boolean addUpAsTheyAre(Dataset<Row> pairs, PairLayout layout) {
        return IntStream.range(0, layout.figures())
                .mapToObj(i -> PairReader.typeOfFigure(pairs.schema(), i))
                .allMatch(type -> type instanceof DecimalType || ADD_UP_AS_THEY_ARE.contains(type));
    }

    /** The hint asks for a join that merges; it may have been switched off. */
    private static boolean comeInOrder(Dataset<Row> pairs) {
        return isMerge(pairs.queryExecution().sparkPlan());
    }

    /** Spark plans anew while it works: of a side that turns out to be empty it makes no join at all. */
    private static boolean cameInOrder(Dataset<Row> pairs) {
        SparkPlan plan = pairs.queryExecution().executedPlan();
        return isMerge(plan instanceof AdaptiveSparkPlanExec adaptive ? adaptive.executedPlan() : plan);
    }

    private static boolean isMerge(SparkPlan plan) {
        return plan.toString().contains("SortMergeJoin");
    }

    private static List<byte[]> tallied(Dataset<Row> pairs, PairLayout layout, Pairing pairing) {
        StructType type = pairs.schema();
        QueryExecution query = pairs.queryExecution();
        return SQLExecution.withNewExecutionId(query, Option.empty(), () -> {
            JavaRDD<byte[]> tallies = query.toRdd()
                    .toJavaRDD()
                    .mapPartitions(rows -> List.of(tally(rows, new PairReader(layout, type), pairing))
                            .iterator());
            return tallies.getNumPartitions() > TALLIES_AT_ONCE
                    ? List.of(tallies.treeReduce(PairJob::sum))
                    : tallies.collect();
        });
    }

    private static byte[] sum(byte[] one, byte[] other) {
        if (one.length == 0 || other.length == 0) {
            return TWICE;
        }
        PairTallies sum = read(one);
        sum.addAll(read(other));
        return write(sum);
    }

    /** Nothing if a key is there twice where that may not be: rows come in the order of their keys. */
    private static byte[] tally(Iterator<InternalRow> rows, PairReader reader, Pairing pairing) {
        PairTallies tallies = new PairTallies(reader.layout());
        OptionalLong last = OptionalLong.empty();
        while (rows.hasNext()) {
            PairRow pair = new PairRow(reader, rows.next());
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
