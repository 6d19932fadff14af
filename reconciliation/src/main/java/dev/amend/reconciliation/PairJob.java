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
 * The wide job of one batch or of several: each task adds its pairs to tallies and hands back that one value, so that no
 * row travels to the driver and nothing is aggregated twice.
 *
 * @param floatingFigures positions of the figures that are computed in floating point
 */
record PairJob(PairTallies tallies, Set<Integer> floatingFigures) {
    private static final int FIRST_FIGURE = 8;

    static PairJob run(SparkSession session, ComparisonPlan plan, BatchGroup group) {
        return run(session, plan, group, KeyValues.ANY);
    }

    /** @param only the keys that are compared */
    static PairJob run(SparkSession session, ComparisonPlan plan, BatchGroup group, KeyValues only) {
        Comparison comparison = new Comparison(plan.specification(), plan.columns(), plan.figures(), only);
        Map<String, Object> parameters = new HashMap<>(group.parameters());
        parameters.putAll(comparison.parameters(group.range()));

        Dataset<Row> pairs =
                session.sql(comparison.statement(group.baselineSnapshot(), group.newRows(), group.scale()), parameters);
        PairTallies total = new PairTallies(plan.layout());
        for (byte[] tallies : tallies(pairs, plan.layout())) {
            total.addAll(read(tallies));
        }
        return new PairJob(total, floating(pairs, plan.layout()));
    }

    private static List<byte[]> tallies(Dataset<Row> pairs, PairLayout layout) {
        MapPartitionsFunction<Row, byte[]> tally =
                rows -> List.of(tally(rows, layout)).iterator();
        return pairs.mapPartitions(tally, Encoders.BINARY()).collectAsList();
    }

    private static byte[] tally(Iterator<Row> rows, PairLayout layout) {
        PairTallies tallies = new PairTallies(layout);
        rows.forEachRemaining(row -> tallies.add(new PairRow(layout, row)));
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
