package dev.amend.reconciliation.query;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.AesEncrypt;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.aggregate.Mode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.Option;
import scala.Product;

/** The dependence of a resolved expression itself, regardless of its arguments. */
final class SparkExpressions {
    /** The dependences by class name: not every version of Spark has all of these classes. */
    private static final Map<String, Dependence> BY_CLASS = byClass(Map.of(
            Dependence.CLOCK,
            List.of("CurrentTimestamp", "Now", "LocalTimestamp", "CurrentDate", "CurrentTime"),
            Dependence.CHANCE,
            List.of(
                    "RandStr",
                    "Uniform",
                    "KllSketchAggBigint",
                    "KllSketchAggDouble",
                    "KllSketchAggFloat",
                    "KllMergeAggBigint",
                    "KllMergeAggDouble",
                    "KllMergeAggFloat",
                    "KllSketchMergeBigint",
                    "KllSketchMergeDouble",
                    "KllSketchMergeFloat"),
            Dependence.SURROUNDINGS,
            List.of(
                    "CurrentUser",
                    "SparkVersion",
                    "CurrentTimeZone",
                    "CurrentCatalog",
                    "CurrentDatabase",
                    "Collations",
                    "SQLKeywords"),
            Dependence.LAYOUT,
            List.of(
                    "InputFileName",
                    "InputFileBlockStart",
                    "InputFileBlockLength",
                    "SparkPartitionID",
                    "MonotonicallyIncreasingID"),
            Dependence.ORDER,
            List.of("First", "Last", "AnyValue"),
            Dependence.ELEMENTS,
            List.of("CollectList", "CollectSet")));

    private static final String METADATA_COLUMN = "__metadata_col";

    /** Texts that Spark reads as a moment of its own clock, as in {@code date'today'}. */
    private static final Pattern SPECIAL_MOMENT =
            Pattern.compile("(?i)\\s*(now|today|tomorrow|yesterday)(\\s+\\S+)?\\s*");

    /** A time without a date belongs to the day on which the query runs. */
    private static final Pattern TIME_OF_TODAY = Pattern.compile("\\s*T?\\d{1,2}:\\d{1,2}(:.*)?\\s*");

    private static final Pattern TYPED_LITERAL =
            Pattern.compile("(?is)(?:date|timestamp\\w*)\\s*r?(['\"])(.*)\\1", Pattern.DOTALL);

    private static final Optional<Dependence> NONE = Optional.empty();

    private SparkExpressions() {}

    private static Map<String, Dependence> byClass(Map<Dependence, List<String>> classes) {
        return classes.entrySet().stream()
                .flatMap(kind -> kind.getValue().stream().map(name -> Map.entry(name, kind.getKey())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The cause; empty if the expression depends on nothing, or only on ties. */
    static Optional<Cause> causeOf(Expression expression) {
        if (isWritten(expression, SPECIAL_MOMENT)) {
            return Optional.of(new Cause(Dependence.CLOCK, "a date or timestamp such as 'now'"));
        }
        if (isWritten(expression, TIME_OF_TODAY)) {
            return Optional.of(new Cause(Dependence.CLOCK, "a timestamp without a date, which is today's,"));
        }
        if (expression instanceof Attribute column && column.metadata().contains(METADATA_COLUMN)) {
            return Optional.of(new Cause(Dependence.LAYOUT, "the metadata column " + column.name()));
        }
        return dependence(expression)
                .filter(Dependence::isVisible)
                .map(dependence -> new Cause(dependence, expression.prettyName().toLowerCase(Locale.ROOT) + "()"));
    }

    private static Optional<Dependence> dependence(Expression expression) {
        String type = expression.getClass().getSimpleName();
        return Stream.of(
                        Optional.ofNullable(BY_CLASS.get(type)),
                        conditional(expression, type),
                        expression instanceof Nondeterministic ? Optional.of(Dependence.CHANCE) : NONE)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Dependence> conditional(Expression expression, String type) {
        boolean unordered = expression instanceof Mode mode && !isOrdered(mode);
        boolean listed = type.equals("ListAgg") && expression.children().size() <= 2;
        if (unordered || listed) {
            return Optional.of(Dependence.ORDER);
        }
        return expression instanceof AesEncrypt encrypted && hasRandomStart(encrypted)
                ? Optional.of(Dependence.CHANCE)
                : NONE;
    }

    /** The last field defines the order of equally frequent values, if Spark has such a field. */
    private static boolean isOrdered(Mode mode) {
        Product fields = mode;
        return fields.productElement(fields.productArity() - 1) instanceof Option<?> order && order.isDefined();
    }

    /** ECB has no initialisation vector; the other modes draw a random one unless the call provides it. */
    private static boolean hasRandomStart(AesEncrypt encrypted) {
        boolean ecb = text(encrypted.mode()).equalsIgnoreCase("ECB");
        return !ecb && text(encrypted.iv()).isEmpty();
    }

    /** Returns whether a date or timestamp is written in that form, as a literal or as a cast text without columns. */
    private static boolean isWritten(Expression expression, Pattern words) {
        if (expression instanceof RuntimeReplaceable function) {
            return isWritten(function.replacement(), words);
        }
        if (expression instanceof Literal literal && isMoment(literal.dataType())) {
            Matcher written = TYPED_LITERAL.matcher(literal.origin().context().fragment());
            return written.matches() && words.matcher(written.group(2)).matches();
        }
        return expression instanceof Cast cast
                && isMoment(cast.dataType())
                && ConstantText.of(cast.child())
                        .filter(text -> words.matcher(text).matches())
                        .isPresent();
    }

    private static boolean isMoment(DataType type) {
        return type instanceof DateType || type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    /** The text of a literal inside any casts; otherwise the text of the expression. */
    private static String text(Expression expression) {
        Expression inner = expression;
        while (inner instanceof Cast cast) {
            inner = cast.child();
        }
        return inner.toString();
    }
}
