package dev.amend.engine.plan;

import dev.amend.specs.Reason;
import dev.amend.specs.Specification;
import dev.amend.specs.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides before anything runs whether a transform may run: one query, over declared sources only, with the target's
 * columns and types, and with the same result on every run.
 *
 * <p>It is analysed in a session of its own where every source is an empty view. What else the query reads then shows
 * as a relation in the analysed plan.
 */
public final class TransformCheck {
    private static final Pattern RELATION =
            Pattern.compile("(?:RelationV2|Relation)\\[[^\\]]*\\] (\\S+)|(?:Relation) (\\S+)\\[");
    private static final Pattern CLOCK = Pattern.compile(
            "\\b(current_timestamp|current_date|current_time|localtimestamp|now|unix_timestamp)\\(",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EXPRESSION_ID = Pattern.compile("#\\d+L?");

    private final SparkSession session;
    private final Specification specification;

    /**
     * @param session one where the sources are registered as views of their schema without rows
     */
    public TransformCheck(SparkSession session, Specification specification) {
        this.session = session;
        this.specification = specification;
    }

    /** @throws dev.amend.specs.AmendException naming what is wrong with the transform */
    public void check(StructType target, Map<String, Object> parameters) {
        Dataset<Row> result = analysed("*", parameters);
        String plan = result.queryExecution().analyzed().toString();

        undeclaredTable(plan).ifPresent(table -> {
            throw PlanCode.undeclaredTable(origin(), table);
        });

        List<String> misfits = misfits(target, result.schema());
        if (!misfits.isEmpty()) {
            throw PlanCode.columns(origin(), misfits);
        }

        List<String> accidents = accidents(target, result.queryExecution().analyzed(), parameters);
        if (!accidents.isEmpty()) {
            throw PlanCode.notDeterministic(origin(), accidents);
        }
    }

    private Dataset<Row> analysed(String columns, Map<String, Object> parameters) {
        try {
            return session.sql(
                    "SELECT %s FROM (\n%s\n)"
                            .formatted(columns, specification.transform().sql()),
                    parameters);
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            throw missingTable(e)
                    .map(table -> PlanCode.undeclaredTable(origin(), table))
                    .orElseGet(() -> PlanCode.noQuery(origin(), Reason.of(e), e));
        }
    }

    private static Optional<String> missingTable(Exception e) {
        return e instanceof AnalysisException analysis && "TABLE_OR_VIEW_NOT_FOUND".equals(analysis.getCondition())
                ? Optional.ofNullable(analysis.getMessageParameters().get("relationName"))
                        .map(name -> name.replace("`", ""))
                : Optional.empty();
    }

    static Optional<String> undeclaredTable(String analysedPlan) {
        Matcher matcher = RELATION.matcher(analysedPlan);
        return matcher.find()
                ? Stream.of(matcher.group(1), matcher.group(2))
                        .filter(name -> name != null)
                        .findFirst()
                : Optional.empty();
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

    /** Whether every value of one type is a value of the other: nothing is rounded, cut or made text on the way. */
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

    private List<String> accidents(StructType target, LogicalPlan analyzed, Map<String, Object> parameters) {
        String plan = analyzed.toString();
        boolean clock = CLOCK.matcher(plan).find();
        if (Chance.in(analyzed).isEmpty() && !clock) {
            return List.of();
        }

        Target rules = specification.target();
        List<String> stable = Stream.of(target.fieldNames())
                .filter(Predicate.not(rules.volatileColumns()::contains))
                .toList();
        List<String> accidents = new ArrayList<>();
        for (String column : stable) {
            accidentOf(column, clock, plan, parameters).ifPresent(accidents::add);
        }
        return accidents;
    }

    private Optional<String> accidentOf(String column, boolean clock, String plan, Map<String, Object> parameters) {
        Optional<String> chance = Chance.in(optimizedPlan(column, "UTC", parameters));
        if (chance.isPresent()) {
            return chance.map(what -> "%s feeds column '%s'".formatted(what, column));
        }
        if (!clock || optimized(column, "-12:00", parameters).equals(optimized(column, "+14:00", parameters))) {
            return Optional.empty();
        }

        Matcher function = CLOCK.matcher(plan);
        return function.find()
                ? Optional.of("%s() feeds column '%s'".formatted(lower(function.group(1)), column))
                : Optional.empty();
    }

    /**
     * The optimised plan of one column, which holds only what feeds it. The optimiser replaces the clock's functions by
     * literals: two plans in time zones more than a day apart differ exactly if one of them feeds the column.
     */
    private String optimized(String column, String timeZone, Map<String, Object> parameters) {
        LogicalPlan plan = optimizedPlan(column, timeZone, parameters);
        // Written in one time zone, so that the same moment reads the same.
        String text = plan.toString().replace("Some(%s)".formatted(timeZone), "Some(UTC)");
        return EXPRESSION_ID.matcher(text).replaceAll("#");
    }

    private LogicalPlan optimizedPlan(String column, String timeZone, Map<String, Object> parameters) {
        session.conf().set("spark.sql.session.timeZone", timeZone);
        try {
            return analysed("`" + column + "`", parameters).queryExecution().optimizedPlan();
        } finally {
            session.conf().set("spark.sql.session.timeZone", "UTC");
        }
    }

    private String origin() {
        return specification.transform().origin();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
