package dev.amend.engine.plan;

import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.reconciliation.query.Breach;
import dev.amend.reconciliation.query.ClosedWorld;
import dev.amend.reconciliation.query.Influences;
import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.specs.Specification;
import dev.amend.specs.text.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides before anything runs whether a transform may run: it must be one query, read declared sources only, return
 * the target's columns and types, and give the same result on every run.
 *
 * <p>The query is analysed in a separate session where every source is an empty view. Its plan shows everything else
 * that it reads or calls, and every column that depends on a clock, chance or the order of rows.
 */
public final class TransformCheck {
    private final SparkSession session;
    private final Specification specification;
    private final ClosedWorld world;
    private final ReadableRelations sources;

    /** @param session a session where the sources are registered as views of their schema without rows */
    public TransformCheck(SparkSession session, Specification specification) {
        this.session = session;
        this.specification = specification;
        this.world = new ClosedWorld(session);
        this.sources = TransformQuery.sources(specification);
    }

    /**
     * Checks the transform.
     *
     * @param added the columns that were added to the target since the transform was frozen, so that it may miss them
     * @return the added columns that the transform does not return
     * @throws dev.amend.specs.error.AmendException naming what is wrong with the transform
     */
    public Set<String> check(StructType target, Map<String, Object> parameters, Set<String> added) {
        requireClosed(called());
        Dataset<Row> result = analysed(parameters);
        requireClosed(world.ofResult(result, sources));

        Set<String> filled = added.stream()
                .filter(column -> Stream.of(result.columns()).noneMatch(column::equalsIgnoreCase))
                .collect(Collectors.toSet());
        StructType expected = new StructType(Stream.of(target.fields())
                .filter(column -> !filled.contains(column.name()))
                .toArray(StructField[]::new));
        List<String> misfits = misfits(expected, result.schema());
        if (!misfits.isEmpty()) {
            throw PlanCode.columns(origin(), misfits);
        }

        List<String> accidents =
                accidents(expected, world.influences(specification.transform().sql(), result));
        if (!accidents.isEmpty()) {
            throw PlanCode.notDeterministic(origin(), accidents);
        }
        return filled;
    }

    private List<Breach> called() {
        try {
            return world.ofQuery(specification.transform().sql());
        } catch (AnalysisException e) {
            throw PlanCode.noQuery(origin(), Reason.of(e), e);
        }
    }

    private void requireClosed(List<Breach> breaches) {
        if (!breaches.isEmpty()) {
            throw PlanCode.notClosed(
                    origin(),
                    breaches.stream().map(breach -> breach.phrase(sources)).toList(),
                    breaches.stream()
                            .filter(breach -> breach.kind() == Breach.Kind.RELATION)
                            .map(Breach::name)
                            .findFirst());
        }
    }

    private Dataset<Row> analysed(Map<String, Object> parameters) {
        try {
            return session.sql(ClosedWorld.bracketed(specification.transform().sql()), parameters);
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            ClosedWorld.missing(e).ifPresent(missing -> requireClosed(List.of(missing)));
            throw PlanCode.noQuery(origin(), Reason.of(e), e);
        }
    }

    private static List<String> misfits(StructType target, StructType result) {
        Map<String, List<StructField>> found =
                Stream.of(result.fields()).collect(Collectors.groupingBy(field -> lower(field.name())));
        List<String> misfits = new ArrayList<>();

        for (StructField column : target.fields()) {
            List<StructField> same = found.getOrDefault(lower(column.name()), List.of());
            if (same.isEmpty()) {
                misfits.add("column '%s' is missing".formatted(column.name()));
            } else if (same.size() > 1) {
                misfits.add("column '%s' is there %d times".formatted(column.name(), same.size()));
            } else if (!fits(same.get(0).dataType(), column.dataType())) {
                misfits.add("column '%s' is %s, the target's is %s"
                        .formatted(
                                column.name(),
                                same.get(0).dataType().simpleString(),
                                column.dataType().simpleString()));
            }
        }

        Set<String> known =
                Stream.of(target.fields()).map(field -> lower(field.name())).collect(Collectors.toSet());
        Stream.of(result.fields())
                .filter(field -> !known.contains(lower(field.name())))
                .forEach(field -> misfits.add("the target has no column '%s'".formatted(field.name())));
        return misfits;
    }

    /** Returns whether every value of one type is a value of the other, never rounded, cut or made text. */
    static boolean fits(DataType from, DataType to) {
        if (from.sameType(to) || from.equals(DataTypes.NullType)) {
            return true;
        }
        if (from instanceof DecimalType narrow && to instanceof DecimalType wide) {
            return wide.scale() >= narrow.scale()
                    && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
        }

        List<DataType> integers =
                List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);
        boolean widened = integers.indexOf(from) >= 0 && integers.indexOf(from) < integers.indexOf(to);
        return widened || (from.equals(DataTypes.FloatType) && to.equals(DataTypes.DoubleType));
    }

    private List<String> accidents(StructType target, Influences influences) {
        return Stream.of(target.fieldNames())
                .filter(column ->
                        specification.target().volatileColumns().stream().noneMatch(column::equalsIgnoreCase))
                .flatMap(column ->
                        influences.on(column).stream().map(what -> "%s feeds column '%s'".formatted(what, column)))
                .toList();
    }

    private String origin() {
        return specification.transform().origin();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
