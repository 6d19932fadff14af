package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.report.ReportFacts.Decision;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.specs.Specification;
import dev.amend.specs.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The last two sections: the origin of the figures, and the decisions based on them. */
final class EvidenceLines {
    private static final int SHORT_DIGEST = 12;

    private final Report report;
    private final String digest;
    private final Specification specification;

    record Statement(String title, String text) {}

    record DecisionLine(Tag outcome, String by, String at, String reason, String report, String signature) {}

    /** @param digest the digest of the report */
    EvidenceLines(Report report, String digest) {
        this.report = report;
        this.digest = digest;
        this.specification = report.facts().specification();
    }

    /** The evidence that does not depend on the findings: it is part of the document, but not of the digest. */
    static SortedMap<String, Object> howItCameAbout(Report report) {
        return new TreeMap<>(Map.of(
                "limits", limits(report.facts().specification(), report.facts()), "sql", statements(report.batches())));
    }

    Map<String, Object> model() {
        return Map.of(
                "limits", limits(specification, report.facts()),
                "sql", statements(report.batches()),
                "decisions", report.facts().decisions().stream().map(this::line).toList(),
                "decisionSentence", decisionSentence());
    }

    private static List<String> limits(Specification specification, ReportFacts facts) {
        Validation validation = specification.validation();
        List<String> limits = new ArrayList<>();
        limits.addAll(sides(facts));
        limits.add(
                specification.target().key().isEmpty()
                        ? "The target has no key: it was compared as a bag of rows, so that a changed row counts as one removed and one added."
                        : "Rows were paired by "
                                + String.join(", ", specification.target().key()) + ".");
        limits.add(
                "Texts, binary and nested values were compared by 64-bit hashes; numbers, dates and truth values as they are.");
        limits.add(
                "Values are cut to %d characters here, parts of a key to %d (the JSON report has the whole key); full values were compared."
                        .formatted(CellValue.LONGEST, RowLine.LONGEST_KEY));
        limits.add("Medians and percentiles are right to one percent of their size.");
        limits.add(
                validation.tolerance().isEmpty()
                        ? "No column has a tolerance: every difference counts."
                        : "Tolerances: "
                                + new TreeMap<>(validation.tolerance())
                                        .entrySet().stream()
                                                .map(entry -> "%s absolute %s, relative %s"
                                                        .formatted(
                                                                entry.getKey(),
                                                                entry.getValue()
                                                                        .absolute()
                                                                        .toPlainString(),
                                                                entry.getValue()
                                                                        .relative()
                                                                        .toPlainString()))
                                                .collect(Collectors.joining("; "))
                                + ".");
        if (!specification.target().volatileColumns().isEmpty()) {
            limits.add("Not compared, since they are declared volatile: "
                    + String.join(", ", new TreeSet<>(specification.target().volatileColumns())) + ".");
        }
        if (!specification.target().sensitive().isEmpty()) {
            limits.add("Compared and never shown, with %s in place of every value: %s."
                    .formatted(
                            Mask.TEXT,
                            String.join(
                                    ", ", new TreeSet<>(specification.target().sensitive()))));
        }
        return limits;
    }

    private static List<String> sides(ReportFacts facts) {
        return facts.isDryRun()
                ? List.of(
                        "This is a dry run: the new rows are what the transformation returned for this report, and were not written. A run computes them again, from the sources as they are then.",
                        "Partitions next to the range were not compared: nothing could have touched them.",
                        "In the SQL, amend_dry_run stands for the rows of the transformation.")
                : List.of("Old and new were read by snapshot id; both sides of every batch were read in full.");
    }

    /** Every batch runs the same statements over another range, so only those of the first batch are shown. */
    private static List<Statement> statements(List<BatchReconciliation> batches) {
        List<String> sql =
                batches.stream().findFirst().map(BatchReconciliation::sql).orElse(List.of());
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < sql.size(); i++) {
            statements.add(new Statement(
                    "SQL of batch %s, statement %d of %d"
                            .formatted(batches.get(0).batch(), i + 1, sql.size()),
                    sql.get(i)));
        }
        return statements;
    }

    private DecisionLine line(Decision decision) {
        boolean current = decision.digest().equals(digest);
        String decided = decision.digest()
                .substring(0, Math.min(SHORT_DIGEST, decision.digest().length()));
        return new DecisionLine(
                Tag.of(decision.kind()),
                decision.by(),
                Plain.moment(decision.at()),
                decision.reason(),
                current ? "this one" : "an earlier one, " + decided,
                decision.signature() == Decision.Signature.SIGNED ? "signed" : "unsigned");
    }

    private String decisionSentence() {
        if (report.facts().isDryRun()) {
            return "There is nothing to decide on: this is a dry run. The report of the run can be approved.";
        }
        String who = specification.approval().requiredFrom().isEmpty()
                ? "anyone"
                : String.join(" or ", specification.approval().requiredFrom());
        return "The decision is up to %s. An approval holds for the report with digest %s only: if a finding changes, it is void."
                .formatted(who, digest);
    }
}
