package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * After a rebase the shadow was made from an older snapshot than the baseline is. What it touched outside of the range is
 * told by the one, and what readers see there by the other. Twenty rows of 1 a day, seven days in the range.
 */
final class RebasedGuardBandIT {
    private static final String TABLE = "lake.finance.rebased_guard";
    private static final String SHADOW = TABLE + ".branch_shadow";
    private static final Lake LAKE = Lake.open();

    private final Specification specification = aSpecification()
            .of(TABLE)
            .partitionedBy("day", PartitionUnit.DAY)
            .over("2024-12-02", "2024-12-08")
            .key("k")
            .measure("revenue", "sum(net)", "0%", Measure.Per.BATCH)
            .build();
    private long root;

    @BeforeEach
    void aShadow() {
        LAKE.run(
                "drop table if exists " + TABLE,
                "create table %s (day date, k int, net decimal(12,2)) using iceberg partitioned by (day)"
                        .formatted(TABLE),
                "insert into %s select date_add(date'2024-12-01', cast(id div 20 as int)), cast(id as int), 1 from range(0, 180)"
                        .formatted(TABLE));
        root = head("main");
        LAKE.run("alter table %s create branch shadow".formatted(TABLE));
    }

    @Test
    void whatOthersWroteThereIsReadAndIsNotTakenForTheShadows() {
        LAKE.run(
                "insert into %s values (date'2024-12-09', 1000, 5)".formatted(TABLE),
                "update %s set net = 2 where day = date'2024-12-01'".formatted(TABLE));

        BatchReconciliation found = found();

        assertThat(guardFindings(found))
                .containsExactly("PASS of 2024-12-02: as when the shadow was made, the same in 2024-12-01, 2024-12-09");
        assertThat(revenue(found)).containsExactly("2024-12-01: 40 → 40", "2024-12-09: 25 → 25");
        assertThat(found.guardBand())
                .allSatisfy(guard -> assertThat(guard.before().rows()).isEqualTo(20));
    }

    @Test
    void whatTheShadowTouchedThereIsFoundWhateverOthersWrote() {
        LAKE.run(
                "insert into %s values (date'2024-12-09', 1000, 5)".formatted(TABLE),
                "delete from %s where k = 3".formatted(SHADOW),
                "update %s set net = 2 where k = 163".formatted(SHADOW));

        assertThat(guardFindings(found()))
                .containsExactly(
                        "FAIL of 2024-12-01: as when the shadow was made, 20 → 19 rows",
                        "FAIL of 2024-12-09: as when the shadow was made, other values in 20 rows");
    }

    @Test
    void theSameChangeByOthersIsNoExcuse() {
        LAKE.run("delete from %s where k = 3".formatted(TABLE), "delete from %s where k = 3".formatted(SHADOW));

        assertThat(guardFindings(found()))
                .containsExactly("FAIL of 2024-12-01: as when the shadow was made, 20 → 19 rows");
    }

    @Test
    void aPartitionThatOthersEmptiedHasNoFigures() {
        LAKE.run("delete from %s where day = date'2024-12-09'".formatted(TABLE));

        BatchReconciliation found = found();

        assertThat(guardFindings(found)).singleElement().asString().startsWith("PASS");
        assertThat(revenue(found)).containsExactly("2024-12-01: 20 → 20");
    }

    @Test
    void aColumnThatWasAddedMeanwhileIsNotLookedForWhereItWasNot() {
        LAKE.run(
                "alter table %s add column note string".formatted(TABLE),
                "insert into %s values (date'2024-12-09', 1000, 5, 'late')".formatted(TABLE),
                "update %s set note = 'corrected' where day = date'2024-12-02'".formatted(SHADOW));

        assertThat(guardFindings(found()))
                .singleElement()
                .asString()
                .startsWith("PASS of 2024-12-02: as when the shadow was made");
    }

    private BatchReconciliation found() {
        NewRows.InShadow shadow = new NewRows.InShadow(head("shadow"));
        BatchInput input =
                new BatchInput(specification.batches().get(0), head("main"), shadow, Map.of(), Long.MAX_VALUE);
        BatchGroup group = new BatchGroup(List.of(input), shadow, OptionalLong.of(root));
        return new Reconciler(specification, (session, unused) -> {})
                .reconcile(LAKE.session(), group)
                .get(0);
    }

    private static List<String> guardFindings(BatchReconciliation found) {
        return found.findings().stream()
                .filter(finding -> finding.check().equals("guard-band"))
                .map(finding -> "%s of %s: %s, %s"
                        .formatted(finding.outcome(), finding.scope(), finding.expected(), finding.found()))
                .toList();
    }

    private static List<String> revenue(BatchReconciliation found) {
        return found.guardBand().stream()
                .flatMap(guard -> guard.measures().stream()
                        .map(figure -> "%s: %s → %s"
                                .formatted(
                                        guard.partition(),
                                        FigureText.number(figure.before()),
                                        FigureText.number(figure.after()))))
                .toList();
    }

    private static long head(String ref) {
        return LAKE.session()
                .sql("select snapshot_id from %s.refs where name = '%s'".formatted(TABLE, ref))
                .first()
                .getLong(0);
    }
}
