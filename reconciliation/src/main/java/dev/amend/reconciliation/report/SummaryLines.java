package dev.amend.reconciliation.report;

import dev.amend.reconciliation.checks.TotalReconciliation;
import dev.amend.reconciliation.finding.CheckName;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The first two sections: the most important facts for an owner, and the comparison with the intended result. */
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

    /** The digest of the report, computed once, since it takes long for a large report. */
    String digest() {
        return digest;
    }

    Map<String, Object> model() {
        return Map.of(
                "verdict", verdict(),
                "figures", figures(),
                "attention", AttentionLines.of(report.attention()),
                "approveCommand", approveCommand(),
                "facts", facts(),
                "expectations", expectations(),
                "rules", rules(),
                "addedMeasures", addedMeasures(),
                "measures", total.measures().stream().map(MeasureFigure::name).toList());
    }

    VerdictLine verdict() {
        return new VerdictWords(report, report.findings().toList()).line();
    }

    /** The figures on rows, money and missing reasons. */
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
                                FigureText.number(total.rowsAfter() + removed),
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
                        .formatted(figure.name(), FigureText.change(figure.delta()), FigureText.percent(figure)))
                .collect(Collectors.joining());
        return new Figure(
                "%s moved by".formatted(first.name()),
                FigureText.change(first.delta()),
                FigureText.percent(first) + others);
    }

    private Figure unexplainedFigure() {
        String reasons = specification.validation().explainedBy().isEmpty()
                ? "the specification declares no reasons"
                : "rows that no declared reason covers";
        String deltas = addedMeasures().stream()
                .map(measure -> "%s %s".formatted(measure, unexplainedDelta(measure)))
                .collect(Collectors.joining(", "));
        boolean tellsNoDelta = total.unexplained() == 0 || deltas.isEmpty();
        return new Figure("Unexplained", FigureText.number(total.unexplained()), tellsNoDelta ? reasons : deltas);
    }

    private long count(RowClass rowClass) {
        return total.classes().getOrDefault(rowClass, 0L);
    }

    String approveCommand() {
        boolean open = !report.facts().isDryRun() && total.verdict() != Verdict.FAIL && total.isFinal();
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
        Map<String, List<Finding>> byCheck = report.findings()
                .collect(Collectors.groupingBy(Finding::check, java.util.LinkedHashMap::new, Collectors.toList()));
        byCheck.forEach((check, all) -> lines.add(expectation(check, all)));

        specification.validation().measures().stream()
                .filter(measure -> !byCheck.containsKey(CheckName.MEASURE.of(measure.name())))
                .map(Measure::name)
                .flatMap(name ->
                        total.measures().stream().filter(figure -> figure.name().equals(name)))
                .map(figure -> new ExpectationLine(
                        Tag.shown(),
                        CheckName.MEASURE.of(figure.name()),
                        CheckWords.of(CheckName.MEASURE),
                        "no expectation",
                        FigureText.move(figure),
                        ""))
                .forEach(lines::add);
        return lines;
    }

    private ExpectationLine expectation(String check, List<Finding> findings) {
        Finding shown = findings.stream()
                .filter(finding -> finding.scope().equals(Finding.TOTAL))
                .max(Comparator.comparing(Finding::outcome))
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

    /** The deltas of all rows that a rule explains, regardless of their class. */
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
