package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.finding.ReconciliationJson;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.reconciliation.report.Variants.Variant;
import dev.amend.reconciliation.report.Variants.Variant.Way;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Any change of what a report says is a change of its digest, value by value; what is not in the digest is named here. */
final class DigestOfEveryValueIT {
    /** The digest of the specification, which is in the report's, stands for all of its content. */
    private static final Set<String> IN_THE_SPECIFICATIONS_DIGEST = Set.of(
            "/facts/specification/sourceRange/exclude",
            "/facts/specification/target/partitionKey",
            "/facts/specification/target/key",
            "/facts/specification/target/required",
            "/facts/specification/target/volatileColumns",
            "/facts/specification/target/sensitive",
            "/facts/specification/sources",
            "/facts/specification/transform",
            "/facts/specification/execution",
            "/facts/specification/validation",
            "/facts/specification/approval",
            "/facts/specification/publish",
            "/facts/specification/rollback",
            "/facts/specification/watch");

    /** When, by whom and how it was built, and what was decided: another one for each build of the same rows. */
    private static final Set<String> OF_A_SINGLE_BUILD = Set.of(
            "/facts/baseline/at",
            "/facts/shadow",
            "/facts/ranBy",
            "/facts/runs",
            "/facts/decisions",
            "/facts/generatedAt",
            "/batches/*/sql"); // follows from the specification and the version of Amend, but for the shadow's snapshot

    /** What no report shows: it is kept with a batch, and what a report shows is computed of it. */
    private static final Set<String> NOT_SHOWN = Set.of(
            "/batches/*/baselineSnapshot",
            "/batches/*/shadowSnapshot",
            "/batches/*/topDeltas",
            "/batches/*/samples",
            "/batches/*/columns/*/deltas/*/buckets",
            "/batches/*/columns/*/factors/buckets",
            "/total/columns/*/deltas/*/buckets",
            "/total/columns/*/factors/buckets");

    /** Values of the document that are outside of the digest, and the one that never changes. */
    private static final Set<String> NOT_IN_THE_DIGEST = Set.of(
            "schema_version",
            "digest",
            "generated_at",
            "ran_by",
            "shadow_snapshot",
            "baseline_committed_at",
            "shadow_committed_at",
            "evidence",
            "runs",
            "decisions");

    private final Specification specification = FilledReport.specification();
    private final ReportFacts facts = FilledReport.facts(specification);
    private final Found found = new Found(FilledReport.batches(specification), FilledReport.totals());
    private final Report report = found.report(facts);

    /** What reports are made of. */
    private record Found(List<BatchReconciliation> batches, RangeTotals totals) {

        Report report(ReportFacts facts) {
            return Report.assemble(facts, batches, totals);
        }
    }

    /** What a reader sees, compared once for every kind of change: drawing takes its time. */
    private static final class Look {
        private final String html;
        private final Set<String> compared = new HashSet<>();

        Look(Report report) {
            this.html = ReportHtml.render(report);
        }

        void assertSame(Variant variant, Report other) {
            if (compared.add(variant.pattern() + variant.way())) {
                assertThat(ReportHtml.render(other)).as("shown: %s", variant).isEqualTo(html);
            }
        }
    }

    @Test
    void changesWithEveryValueOfAReport() {
        Look look = new Look(report);
        List<Variant> unnoticed = new ArrayList<>();

        for (Variant variant : Variants.of(report, IN_THE_SPECIFICATIONS_DIGEST)) {
            Report other = (Report) variant.whole();
            if (other.digest().equals(report.digest())) {
                unnoticed.add(variant);
            } else {
                assertThat(variant.isIn(union(OF_A_SINGLE_BUILD, NOT_SHOWN)))
                        .as("the digest is without %s", variant)
                        .isFalse();
            }
            if (variant.isIn(NOT_SHOWN)) {
                look.assertSame(variant, other);
            }
        }

        Set<String> outside = union(OF_A_SINGLE_BUILD, NOT_SHOWN);
        assertThat(unnoticed).filteredOn(variant -> !variant.isIn(outside)).isEmpty();
        assertThat(outside).allMatch(place -> unnoticed.stream().anyMatch(variant -> variant.isIn(Set.of(place))));
    }

    /** The other way round: no value of the document was left untried above. */
    @Test
    void isOfADocumentWhoseEveryValueWasTried() throws JsonProcessingException {
        Map<String, String> leaves = leaves(report);
        Set<String> untried = new TreeSet<>(leaves.keySet());

        for (Variant variant : Variants.of(report, IN_THE_SPECIFICATIONS_DIGEST)) {
            if (variant.way() == Way.REPLACED) {
                Map<String, String> others = leaves((Report) variant.whole());
                untried.removeIf(leaf -> !leaves.get(leaf).equals(others.get(leaf)));
            }
        }

        assertThat(leaves).hasSizeGreaterThan(500);
        assertThat(untried).isEmpty();
    }

    @Test
    void changesWithEveryValueThatIsFoundOfABatch() {
        Look look = new Look(report);
        Set<Object> shown = rowsOf(report.total().topDeltas(), report.total().samples());

        for (Variant variant : Variants.of(found, Set.of())) {
            Report other = ((Found) variant.whole()).report(facts);
            if (!other.digest().equals(report.digest())) {
                continue;
            }
            assertThat(isWithoutMeaning(variant)
                            || variant.isIn(OF_A_SINGLE_BUILD)
                            || (variant.isIn(NOT_SHOWN) && !isOfShownRow(variant, shown)))
                    .as("the same digest in spite of %s", variant)
                    .isTrue();
            if (!variant.isIn(OF_A_SINGLE_BUILD)) {
                look.assertSame(variant, other);
            }
        }
    }

    /** Otherwise it would not have been tried above what becomes of rows that other batches keep out of the report. */
    @Test
    void isOfAReportThatShowsSomeRowsOfEachBatchAndLeavesOthersOut() {
        Set<Object> shown = rowsOf(report.total().topDeltas(), report.total().samples());

        assertThat(found.batches()).hasSize(2).allSatisfy(batch -> {
            assertThat(batch.topDeltas()).anyMatch(shown::contains).anyMatch(top -> !shown.contains(top));
            assertThat(batch.samples()).anyMatch(shown::contains);
        });
        assertThat(found.batches())
                .anySatisfy(batch -> assertThat(batch.samples()).anyMatch(row -> !shown.contains(row)));
    }

    /** A run keeps batches as JSON, and reports are made of what comes back. */
    @Test
    void isOfBatchesThatAreKeptWithEveryValue() {
        for (BatchReconciliation batch : found.batches()) {
            String kept = ReconciliationJson.write(batch);

            assertThat(ReconciliationJson.write(ReconciliationJson.read(kept))).isEqualTo(kept);
            assertThat(Variants.of(batch, Set.of()))
                    .noneMatch(variant -> ReconciliationJson.write((BatchReconciliation) variant.whole())
                            .equals(kept));
        }
    }

    /**
     * Batches stand in the order of their ranges, and rows by what makes them stand out, in whatever order they came; a
     * total is looked up by its name.
     */
    private static boolean isWithoutMeaning(Variant variant) {
        Set<String> ordered = Set.of("/batches/*", "/batches/*/topDeltas/*", "/batches/*/samples/*");
        return variant.way() == Way.SWAPPED
                ? ordered.contains(variant.pattern())
                : variant.way() == Way.ADDED && variant.pattern().equals("/totals/measures/*");
    }

    /** Whether a value of a row that is shown was replaced, or the row left out. */
    private boolean isOfShownRow(Variant variant, Set<Object> shown) {
        String[] names = variant.place().split("/", -1);
        if (names.length < 5 || variant.way() == Way.ADDED || variant.way() == Way.SWAPPED) {
            return false;
        }
        BatchReconciliation batch = found.batches().get(Integer.parseInt(names[2]));
        return switch (names[3]) {
            case "topDeltas" -> shown.contains(batch.topDeltas().get(Integer.parseInt(names[4])));
            case "samples" -> shown.contains(batch.samples().get(Integer.parseInt(names[4])));
            default -> false;
        };
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    private static Set<Object> rowsOf(List<TopDelta> tops, List<RowView> samples) {
        return Stream.concat(tops.stream(), samples.stream()).collect(Collectors.toCollection(HashSet::new));
    }

    private static Map<String, String> leaves(Report report) throws JsonProcessingException {
        ObjectNode document = (ObjectNode) ReconciliationJson.mapper().readTree(report.json());
        document.remove(NOT_IN_THE_DIGEST);
        Map<String, String> leaves = new TreeMap<>();
        collect("", document, leaves);
        return leaves;
    }

    private static void collect(String place, JsonNode node, Map<String, String> leaves) {
        if (node.isValueNode()) {
            leaves.put(place, node.toString());
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(place + "/" + i, node.get(i), leaves);
        }
        node.properties().forEach(field -> collect(place + "/" + field.getKey(), field.getValue(), leaves));
    }
}
