package dev.amend.reconciliation.report;

import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.Contribution;
import dev.amend.reconciliation.FigureText;
import dev.amend.reconciliation.Finding;
import dev.amend.reconciliation.MeasureFigure;
import dev.amend.reconciliation.Outcome;
import dev.amend.reconciliation.RowClass;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The first two sections: what an owner must know before anything else, and whether it is what was intended. */
final class SummaryLines {
    private final Report report;
    private final Specification specification;
    private final TotalReconciliation total;
    private final String digest;

    record ContentsEntry(String anchor, String title) {}

    record VerdictLine(String css, String word, String sentence) {}

    record Figure(String label, String value, String detail) {}

    record Fact(String term, String text) {}

    record ExpectationLine(Tag outcome, String name, String words, String expected, String found, String failed) {}

    record RuleLine(String name, String condition, String rows, List<String> deltas) {}

    record ClassLine(String name, String count, String meaning) {}

    SummaryLines(Report report) {
        this.report = report;
        this.specification = report.facts().specification();
        this.total = report.total();
        this.digest = report.digest();
    }

    /** The report's, computed once: it takes its time where there is much to say. */
    String digest() {
        return digest;
    }

    Map<String, Object> model() {
        return Map.of(
                "verdict", verdict(),
                "figures", figures(),
                "attention", AttentionLines.of(attention()),
                "approveCommand", approveCommand(),
                "facts", facts(),
                "expectations", expectations(),
                "rules", rules(),
                "addedMeasures", addedMeasures(),
                "measures", total.measures().stream().map(MeasureFigure::name).toList());
    }

    /** What did not pass, the worst first. */
    List<Finding> attention() {
        return findings()
                .filter(finding -> finding.outcome() != Outcome.PASS)
                .sorted(Comparator.comparing(Finding::outcome).reversed())
                .toList();
    }

    private Stream<Finding> findings() {
        return Stream.concat(
                total.findings().stream(),
                report.batches().stream().map(BatchReconciliation::findings).flatMap(List::stream));
    }

    VerdictLine verdict() {
        return report.facts().isDryRun() ? dryVerdict() : runVerdict();
    }

    /** What the run would find; nobody has to decide on anything. */
    private VerdictLine dryVerdict() {
        String checks = Plain.count(findings().count(), "check", "checks");
        long failed = findings().filter(Finding::failed).count();
        long looks =
                findings().filter(finding -> finding.outcome() == Outcome.WARN).count();
        String nothing = "Nothing was written, and there is nothing to approve.";
        String batches = "%d of %s were computed and compared"
                .formatted(total.batchesDone(), Plain.count(total.batchesExpected(), "batch", "batches"));
        if (failed > 0) {
            return new VerdictLine(
                    "fail",
                    "Dry run: fail",
                    "%s of %s failed: a run would halt. %s. %s"
                            .formatted(FigureText.number(failed), checks, batches, nothing));
        }
        return new VerdictLine(
                looks > 0 ? "warn" : "pass",
                "Dry run: no check failed",
                "%s: none of %s failed%s. %s"
                        .formatted(
                                batches,
                                checks,
                                looks == 0
                                        ? ""
                                        : "; %s worth a look"
                                                .formatted(Plain.count(looks, "finding is", "findings are")),
                                nothing));
    }

    private VerdictLine runVerdict() {
        long checks = findings().count();
        long failed = findings().filter(Finding::failed).count();
        long looks =
                findings().filter(finding -> finding.outcome() == Outcome.WARN).count();
        String batches =
                "%d of %s".formatted(total.batchesDone(), Plain.count(total.batchesExpected(), "batch", "batches"));
        return switch (total.verdict()) {
            case PASS ->
                new VerdictLine(
                        "pass",
                        "Pass",
                        "All %s passed, in %s. Only the owner's decision is missing."
                                .formatted(Plain.count(checks, "check", "checks"), batches));
            case NEEDS_DECISION ->
                new VerdictLine(
                        "warn",
                        "Needs a decision",
                        total.batchesDone() < total.batchesExpected()
                                ? "This report is not final: %s are in. No check failed so far.".formatted(batches)
                                : "No check failed, in %s; %s worth a look."
                                        .formatted(batches, Plain.count(looks, "finding is", "findings are")));
            case FAIL ->
                new VerdictLine(
                        "fail",
                        "Fail",
                        "%s of %s failed, in %s. Nothing can be published before they are mended."
                                .formatted(FigureText.number(failed), Plain.count(checks, "check", "checks"), batches));
        };
    }

    /** Rows, money, and what has no reason. */
    List<Figure> figures() {
        return List.of(rowsFigure(), moneyFigure(), unexplainedFigure());
    }

    private Figure rowsFigure() {
        long added = count(RowClass.ADDED);
        long removed = count(RowClass.REMOVED);
        long changed = count(RowClass.CHANGED) + count(RowClass.MOVED) + added + removed;
        return new Figure(
                "Rows changed",
                FigureText.number(changed),
                "of %s; %s added, %s removed"
                        .formatted(
                                FigureText.number(Math.max(total.rowsBefore(), total.rowsAfter())),
                                FigureText.number(added),
                                FigureText.number(removed)));
    }

    private Figure moneyFigure() {
        if (total.measures().isEmpty()) {
            return new Figure("Money moved", "–", "no measure is declared");
        }
        MeasureFigure first = total.measures().get(0);
        String others = total.measures().stream()
                .skip(1)
                .map(figure -> "; %s %s (%s)"
                        .formatted(
                                figure.name(), FigureText.change(figure.delta()), FigureText.percent(figure.percent())))
                .collect(Collectors.joining());
        return new Figure(
                "%s moved by".formatted(first.name()),
                FigureText.change(first.delta()),
                FigureText.percent(first.percent()) + others);
    }

    private Figure unexplainedFigure() {
        String deltas = addedMeasures().stream()
                .map(measure -> "%s %s".formatted(measure, unexplainedDelta(measure)))
                .collect(Collectors.joining(", "));
        String detail = specification.validation().explainedBy().isEmpty()
                ? "the specification declares no reasons"
                : "rows that no declared reason covers";
        return new Figure(
                "Unexplained", FigureText.number(total.unexplained()), total.unexplained() == 0 ? detail : deltas);
    }

    private long count(RowClass rowClass) {
        return total.classes().getOrDefault(rowClass, 0L);
    }

    String approveCommand() {
        boolean open = !report.facts().isDryRun()
                && total.verdict() != Verdict.FAIL
                && total.batchesDone() == total.batchesExpected();
        return open ? "amend approve %s --by NAME --reason \"…\"".formatted(specification.id()) : "";
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Target", specification.target().table().toString()));
        facts.add(new Fact("Range", Plain.range(specification.sourceRange().range())));
        facts.add(new Fact("Old data", snapshot(report.facts().baseline())));
        facts.add(new Fact(
                "New data",
                report.facts().isDryRun()
                        ? "computed for this report, not written"
                        : report.facts().shadow().map(SummaryLines::snapshot).orElse("nothing was compared yet")));
        report.facts()
                .pins()
                .forEach((source, snapshot) -> facts.add(new Fact("Source " + source, "snapshot " + snapshot)));
        facts.add(new Fact("Specification", specification.digest()));
        facts.add(new Fact("Amend", report.facts().codeVersion()));
        facts.add(new Fact("Ran by", report.facts().ranBy()));
        facts.add(new Fact("Report digest", digest));
        return facts;
    }

    private static String snapshot(ReportFacts.SnapshotAt snapshot) {
        return "snapshot %d of %s".formatted(snapshot.id(), Plain.moment(snapshot.at()));
    }

    private List<ExpectationLine> expectations() {
        List<ExpectationLine> lines = new ArrayList<>();
        Map<String, List<Finding>> byCheck = findings()
                .collect(Collectors.groupingBy(Finding::check, java.util.LinkedHashMap::new, Collectors.toList()));
        byCheck.forEach((check, all) -> lines.add(expectation(check, all)));

        specification.validation().measures().stream()
                .filter(measure -> !byCheck.containsKey("measure:" + measure.name()))
                .map(Measure::name)
                .flatMap(name ->
                        total.measures().stream().filter(figure -> figure.name().equals(name)))
                .map(figure -> new ExpectationLine(
                        Tag.shown(),
                        "measure:" + figure.name(),
                        CheckWords.of("measure"),
                        "no expectation",
                        "%s → %s (%s)"
                                .formatted(
                                        FigureText.number(figure.before()),
                                        FigureText.number(figure.after()),
                                        FigureText.percent(figure.percent())),
                        ""))
                .forEach(lines::add);
        return lines;
    }

    private ExpectationLine expectation(String check, List<Finding> findings) {
        Finding shown = findings.stream()
                .filter(finding -> finding.scope().equals(Finding.TOTAL))
                .findFirst()
                .orElseGet(() -> findings.stream()
                        .max(Comparator.comparing(Finding::outcome))
                        .orElseThrow());
        long failed = report.batches().stream()
                .filter(batch -> batch.failures().stream()
                        .anyMatch(finding -> finding.check().equals(check)))
                .count();
        boolean ofTotal = shown.scope().equals(Finding.TOTAL);
        boolean same = findings.stream().map(Finding::found).distinct().count() == 1;
        String found = ofTotal || same ? shown.found() : "%s in %s".formatted(shown.found(), shown.scope());
        boolean passed = findings.stream().allMatch(finding -> finding.outcome() == Outcome.PASS);
        return new ExpectationLine(
                Tag.worst(findings),
                check,
                CheckWords.of(check),
                same || ofTotal || !passed ? shown.expected() : "per batch",
                passed && !ofTotal && !same ? "as expected in every batch" : found,
                failed == 0 ? "none" : FigureText.number(failed));
    }

    private List<String> addedMeasures() {
        return total.contributions().stream()
                .map(Contribution::measure)
                .distinct()
                .toList();
    }

    private List<RuleLine> rules() {
        List<RuleLine> rules = new ArrayList<>();
        for (ExplanationRule rule : specification.validation().explainedBy()) {
            rules.add(new RuleLine(
                    rule.name(),
                    rule.condition(),
                    FigureText.number(total.explained().getOrDefault(rule.name(), 0L)),
                    explainedDeltas(rule.name())));
        }
        if (!rules.isEmpty() || total.unexplained() > 0) {
            rules.add(new RuleLine(
                    "unexplained",
                    "no rule holds",
                    FigureText.number(total.unexplained()),
                    addedMeasures().stream().map(this::unexplainedDelta).toList()));
        }
        return rules;
    }

    /** Of all rows that a rule explains, whatever became of them. */
    private List<String> explainedDeltas(String rule) {
        return addedMeasures().stream()
                .map(measure -> total.contributions().stream()
                        .filter(contribution -> contribution.measure().equals(measure))
                        .filter(contribution ->
                                contribution.rule().filter(rule::equals).isPresent())
                        .map(Contribution::delta)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .map(FigureText::change)
                .toList();
    }

    private String unexplainedDelta(String measure) {
        return FigureText.change(total.contributions().stream()
                .filter(contribution -> contribution.measure().equals(measure))
                .filter(Contribution::lacksReason)
                .map(Contribution::delta)
                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }
}
