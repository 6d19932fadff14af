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
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The wide job of a batch: each task adds its pairs to a tally and hands back that one value, so that no row travels to the
 * driver and nothing is aggregated twice.
 *
 * @param floatingFigures positions of the figures that are computed in floating point
 */
record PairJob(String statement, PairTally tally, ComparisonPlan plan, Set<Integer> floatingFigures) {
    private static final int FIRST_FIGURE = 8;

    static PairJob run(SparkSession session, ComparisonPlan plan, BatchInput input) {
        Comparison comparison = new Comparison(plan.specification(), plan.columns(), plan.figures());
        String statement = comparison.statement(input.baselineSnapshot(), input.shadowSnapshot());
        Map<String, Object> parameters = new HashMap<>(input.parameters());
        parameters.putAll(comparison.parameters(input.batch().range()));

        Dataset<Row> pairs = session.sql(statement, parameters);
        PairTally total = new PairTally(plan.layout());
        for (byte[] tally : tallies(pairs, plan.layout())) {
            total.addAll(read(tally));
        }
        return new PairJob(statement, total, plan, floating(pairs, plan.layout()));
    }

    private static List<byte[]> tallies(Dataset<Row> pairs, PairLayout layout) {
        MapPartitionsFunction<Row, byte[]> tally =
                rows -> List.of(tally(rows, layout)).iterator();
        return pairs.mapPartitions(tally, Encoders.BINARY()).collectAsList();
    }

    private static byte[] tally(Iterator<Row> rows, PairLayout layout) {
        PairTally tally = new PairTally(layout);
        rows.forEachRemaining(row -> tally.add(new PairRow(layout, row)));
        return write(tally);
    }

    private static byte[] write(PairTally tally) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(tally);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static PairTally read(byte[] tally) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(tally))) {
            return (PairTally) in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("A task answered with something else than a tally", e);
        }
    }

    private static Set<Integer> floating(Dataset<Row> pairs, PairLayout layout) {
        StructField[] fields = pairs.schema().fields();
        Set<Integer> floating = new TreeSet<>();
        for (int i = 0; i < layout.figures(); i++) {
            var type = fields[FIRST_FIGURE + 2 * i].dataType();
            if (type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType)) {
                floating.add(i);
            }
        }
        return floating;
    }
}
