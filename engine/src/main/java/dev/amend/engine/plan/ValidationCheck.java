package dev.amend.engine.plan;

import dev.amend.engine.lakehouse.WatchedTables;
import dev.amend.reconciliation.checks.BatchViews;
import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Measure;
import dev.amend.specs.OwnCheck;
import dev.amend.specs.Source;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Decides before anything runs whether the columns, measures, rules and totals of a specification can be evaluated. */
final class ValidationCheck {
    private static final String TARGET_VIEW = "amend_target_columns";
    private static final ReadableRelations ROWS =
            ReadableRelations.views(List.of(TARGET_VIEW), "not one of its own rows");

    private final SparkSession session;
    private final Specification specification;

    /** @param session a session where the sources are registered as views */
    ValidationCheck(SparkSession session, Specification specification) {
        this.session = session;
        this.specification = specification;
    }

    /** @throws dev.amend.specs.error.AmendException naming everything that can't be evaluated */
    void check(StructType target, Map<String, Object> parameters) {
        requireColumns(target);
        session.createDataFrame(
                        JavaSparkContext.fromSparkContext(session.sparkContext())
                                .<Row>emptyRDD(),
                        target)
                .createOrReplaceTempView(TARGET_VIEW);

        PieceCheck pieces = new PieceCheck(session, parameters);
        specification.validation().measures().forEach(measure -> checkMeasure(pieces, measure));
        specification.validation().sourceTotals().forEach(total -> checkTotal(pieces, total));
        specification.validation().explainedBy().forEach(rule -> checkRule(pieces, rule));
        checkWatch(pieces);
        checkOwnChecks(pieces, target);
        if (!pieces.problems().isEmpty()) {
            throw PlanCode.validation(pieces.problems(), numericColumns(target));
        }
    }

    private static void checkMeasure(PieceCheck pieces, Measure measure) {
        String text = measure.expression();
        pieces.aggregate("validation.measures." + measure.name(), text, aggregate(text), ROWS);
    }

    private void checkTotal(PieceCheck pieces, SourceTotal total) {
        String key = "validation.source_totals." + total.name();
        pieces.aggregate(key + ".target", total.targetExpression(), aggregate(total.targetExpression()), ROWS);
        pieces.figure(
                key + ".source",
                total.sourceQuery(),
                ReadableRelations.views(
                        specification.sources().stream().map(Source::name).toList(), "not a declared source"));
    }

    private static void checkRule(PieceCheck pieces, ExplanationRule rule) {
        String statement = "SELECT * FROM %s AS old JOIN %s AS new ON true WHERE (\n%s\n)"
                .formatted(TARGET_VIEW, TARGET_VIEW, rule.condition());
        pieces.expression("validation.explained_by." + rule.name(), rule.condition(), statement, ROWS);
    }

    private void checkWatch(PieceCheck pieces) {
        WatchedTables tables = new WatchedTables(session, specification);
        tables.missing().forEach(table -> pieces.problem("watch.sources", "there is no table '%s'".formatted(table)));
        if (!specification.watch().checks().isEmpty()) {
            ReadableRelations readable = tables.readable();
            specification
                    .watch()
                    .checks()
                    .forEach(check -> pieces.watch("watch." + check.name(), check.sql(), readable));
        }
    }

    private void checkOwnChecks(PieceCheck pieces, StructType target) {
        List<OwnCheck> checks = specification.validation().checks();
        if (checks.isEmpty()) {
            return;
        }
        BatchViews.registerEmpty(session, specification, target);
        checks.forEach(check -> pieces.check("validation.checks." + check.name(), check.sql(), BatchViews.READABLE));
    }

    private static String aggregate(String expression) {
        return "SELECT (\n%s\n) FROM %s".formatted(expression, TARGET_VIEW);
    }

    private void requireColumns(StructType target) {
        List<String> names = Arrays.asList(target.fieldNames());
        Map<String, Stream<String>> used = Map.of(
                "target.key", specification.target().key().stream(),
                "target.required", specification.target().required().stream(),
                "target.volatile", specification.target().volatileColumns().stream(),
                "target.sensitive", specification.target().sensitive().stream(),
                "validation.unchanged", specification.validation().unchanged().stream(),
                "validation.tolerance", specification.validation().tolerance().keySet().stream());

        used.forEach((key, columns) -> {
            List<String> missing =
                    columns.filter(column -> !names.contains(column)).toList();
            if (!missing.isEmpty()) {
                throw PlanCode.noSuchColumns(specification.target().table(), key, missing, names);
            }
        });
    }

    private static String numericColumns(StructType target) {
        return Arrays.stream(target.fields())
                .filter(field -> field.dataType() instanceof NumericType)
                .map(StructField::name)
                .collect(Collectors.joining(", "));
    }
}
