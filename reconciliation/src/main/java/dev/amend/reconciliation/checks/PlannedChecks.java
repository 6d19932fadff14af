package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.CheckName;
import dev.amend.specs.Level;
import dev.amend.specs.Specification;
import dev.amend.specs.Validation;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checks on one level, as declared by the specification.
 *
 * @param checks names of the checks; empty if the level has nothing to check
 * @param advice the declarations that would add checks; empty if nothing is missing
 */
public record PlannedChecks(Level level, List<String> checks, String advice) {

    public PlannedChecks {
        checks = List.copyOf(checks);
    }

    /** The checks of every level, the structural one first. */
    public static List<PlannedChecks> of(Specification specification) {
        return List.of(structural(specification), aggregate(specification), row(specification));
    }

    private static PlannedChecks structural(Specification specification) {
        boolean keyed = !specification.target().key().isEmpty();
        Stream<String> checks = Stream.of(
                        names(CheckName.SCHEMA, CheckName.ROW_COUNT, CheckName.PARTITIONS, CheckName.GUARD_BAND),
                        keyed ? names(CheckName.KEY_UNIQUE, CheckName.KEY_NOT_NULL) : Stream.<String>empty(),
                        specification.target().required().stream().map(CheckName.REQUIRED::of),
                        own(specification, Level.STRUCTURAL))
                .flatMap(all -> all);
        return new PlannedChecks(
                Level.STRUCTURAL,
                checks.toList(),
                keyed ? "" : "declare target.key, so that keys are checked and changed rows are recognised");
    }

    private static PlannedChecks aggregate(Specification specification) {
        Validation validation = specification.validation();
        List<String> checks = Stream.of(
                        validation.measures().stream()
                                .filter(measure -> measure.expected().isPresent())
                                .map(measure -> CheckName.MEASURE.of(measure.name())),
                        validation.sourceTotals().stream().map(total -> CheckName.SOURCE_TOTAL.of(total.name())),
                        validation.boundaryJump().stream()
                                .flatMap(limit -> validation.measures().stream())
                                .map(measure -> CheckName.BOUNDARY_JUMP.of(measure.name())),
                        own(specification, Level.AGGREGATE))
                .flatMap(all -> all)
                .toList();
        return new PlannedChecks(
                Level.AGGREGATE,
                checks,
                checks.isEmpty() ? "declare validation.measures with delta_expected, or validation.source_totals" : "");
    }

    private static PlannedChecks row(Specification specification) {
        Validation validation = specification.validation();
        List<String> checks = Stream.of(
                        validation.unchanged().stream().sorted().map(CheckName.UNCHANGED::of),
                        validation.unexplained().stream().map(limit -> CheckName.UNEXPLAINED_ROWS.text()),
                        own(specification, Level.ROW))
                .flatMap(all -> all)
                .toList();
        return new PlannedChecks(
                Level.ROW, checks, validation.explainedBy().isEmpty() ? adviceOnReasons(specification) : "");
    }

    private static String adviceOnReasons(Specification specification) {
        String first = specification.target().key().isEmpty() ? "target.key and " : "";
        return "declare %svalidation.explained_by; without it the verdict is 'needs a decision' once a row changes"
                .formatted(first);
    }

    private static Stream<String> names(CheckName... checks) {
        return Stream.of(checks).map(CheckName::text);
    }

    private static Stream<String> own(Specification specification, Level level) {
        return specification.validation().checks().stream()
                .filter(check -> check.level() == level)
                .map(check -> CheckName.OWN.of(check.name()));
    }
}
