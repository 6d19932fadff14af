package dev.amend.reconciliation.checks;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan says which levels have nothing to check, and how to declare something. */
final class PlannedChecksTest {

    @Test
    void sayWhatToDeclareOnALevelThatHasNothingToCheck() {
        assertThat(PlannedChecks.of(
                        aSpecification().measure("revenue", "sum(net)").build()))
                .extracting(planned -> "%s: %s; %s".formatted(planned.level(), planned.checks(), planned.advice()))
                .containsExactly(
                        "STRUCTURAL: [schema, row-count, partitions, guard-band, key-unique, key-not-null]; ",
                        "AGGREGATE: []; declare validation.measures with delta_expected, or validation.source_totals",
                        "ROW: []; declare validation.explained_by; without it the verdict is 'needs a decision' once a row changes");
    }

    @Test
    void sayThatKeysAndReasonsNeedAKey() {
        assertThat(PlannedChecks.of(aSpecification().key().build()))
                .extracting(PlannedChecks::advice)
                .contains(
                        "declare target.key, so that keys are checked and changed rows are recognised",
                        "declare target.key and validation.explained_by; without it the verdict is 'needs a decision' once a row changes");
    }

    @Test
    void nameEveryCheckThatIsDeclared() {
        assertThat(PlannedChecks.of(aSpecification()
                        .required("net")
                        .measure("revenue", "sum(net)", "0%", Measure.Per.BATCH)
                        .sourceTotal("gross", "sum(gross)", "select 1")
                        .boundaryJump("6")
                        .unchanged("gross")
                        .rule("tax", "new.net = old.net - old.tax")
                        .check("positive", Severity.FAIL, "select * from new where net < 0")
                        .build()))
                .containsExactly(
                        new PlannedChecks(
                                Level.STRUCTURAL,
                                List.of(
                                        "schema",
                                        "row-count",
                                        "partitions",
                                        "guard-band",
                                        "key-unique",
                                        "key-not-null",
                                        "required:net"),
                                ""),
                        new PlannedChecks(
                                Level.AGGREGATE,
                                List.of("measure:revenue", "source-total:gross", "boundary-jump:revenue"),
                                ""),
                        new PlannedChecks(
                                Level.ROW, List.of("unchanged:gross", "unexplained-rows", "check:positive"), ""));
    }
}
