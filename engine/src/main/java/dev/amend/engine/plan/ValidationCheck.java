package dev.amend.engine.plan;

import dev.amend.reconciliation.BatchViews;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Measure;
import dev.amend.specs.OwnCheck;
import dev.amend.specs.Reason;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import dev.amend.specs.WatchCheck;
import java.util.ArrayList;
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

    private final SparkSession session;
    private final Specification specification;

    /** @param session one where the sources are registered as views */
    ValidationCheck(SparkSession session, Specification specification) {
        this.session = session;
        this.specification = specification;
    }

    /** @throws dev.amend.specs.AmendException naming all that can't be evaluated */
    void check(StructType target, Map<String, Object> parameters) {
        requireColumns(target);
        session.createDataFrame(
                        JavaSparkContext.fromSparkContext(session.sparkContext())
                                .<Row>emptyRDD(),
                        target)
                .createOrReplaceTempView(TARGET_VIEW);

        List<String> problems = new ArrayList<>();
        for (Measure measure : specification.validation().measures()) {
            analyse("measure '%s'".formatted(measure.name()), aggregate(measure.expression()), parameters, problems);
        }
        for (SourceTotal total : specification.validation().sourceTotals()) {
            String name = "source_totals.%s".formatted(total.name());
            analyse(name + ".target", aggregate(total.targetExpression()), parameters, problems);
            analyse(name + ".source", "SELECT * FROM (\n%s\n)".formatted(total.sourceQuery()), parameters, problems);
        }
        for (ExplanationRule rule : specification.validation().explainedBy()) {
            String sql = "SELECT * FROM %s AS old JOIN %s AS new ON true WHERE (\n%s\n)"
                    .formatted(TARGET_VIEW, TARGET_VIEW, rule.condition());
            analyse("explained_by.%s".formatted(rule.name()), sql, parameters, problems);
        }
        for (WatchCheck check : specification.watch()) {
            analyse(
                    "watch '%s'".formatted(check.name()),
                    "SELECT * FROM (\n%s\n)".formatted(check.sql()),
                    Map.of(),
                    problems);
        }
        analyseChecks(target, parameters, problems);

        if (!problems.isEmpty()) {
            throw PlanCode.validation(problems, numericColumns(target));
        }
    }

    private void analyseChecks(StructType target, Map<String, Object> parameters, List<String> problems) {
        List<OwnCheck> checks = specification.validation().checks();
        if (checks.isEmpty()) {
            return;
        }
        BatchViews.registerEmpty(session, specification, target);
        for (OwnCheck check : checks) {
            analyse(
                    "check '%s'".formatted(check.name()),
                    "SELECT * FROM (\n%s\n)".formatted(check.sql()),
                    parameters,
                    problems);
        }
    }

    private static String aggregate(String expression) {
        return "SELECT (\n%s\n) FROM %s".formatted(expression, TARGET_VIEW);
    }

    private void analyse(String name, String sql, Map<String, Object> parameters, List<String> problems) {
        try {
            session.sql(sql, parameters);
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            problems.add(name + ": " + Reason.of(e));
        }
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
                throw PlanCode.noSuchColumns(specification.target().table(), key, missing);
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
