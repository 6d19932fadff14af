package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.specs.ExplanationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The summary of a report for a pull request or a task's log: verdict, figures, and what needs attention. Rows are only
 * in the report itself. Everything that comes from data or the specification is escaped, so that it is shown as text.
 */
public final class ReportMarkdown {
    /** The maximum number of findings here; the others are in the report. */
    static final int MOST_FINDINGS = 20;

    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]#|~$@]|:(?=//)|(?<=\\bwww)\\.");

    private final Report report;
    private final SummaryLines summary;
    private final List<String> lines = new ArrayList<>();

    private ReportMarkdown(Report report) {
        this.report = report;
        this.summary = new SummaryLines(report);
    }

    public static String render(Report report) {
        ReportMarkdown markdown = new ReportMarkdown(report);
        markdown.verdict();
        markdown.measures();
        markdown.reasons();
        markdown.attention();
        markdown.facts();
        return String.join("\n", markdown.lines) + "\n";
    }

    private void verdict() {
        SummaryLines.VerdictLine verdict = summary.verdict();
        lines.add("## %s: %s"
                .formatted(verdict.word(), text(report.facts().specification().change())));
        lines.add("");
        lines.add(text(verdict.sentence()));
        lines.add("");
        for (SummaryLines.Figure figure : summary.figures()) {
            lines.add("- %s: **%s** (%s)".formatted(text(figure.label()), text(figure.value()), text(figure.detail())));
        }
    }

    private void measures() {
        List<MeasureFigure> measures = report.total().measures();
        if (measures.isEmpty()) {
            return;
        }
        table("Measure", "Old", "New", "Change");
        for (MeasureFigure figure : measures) {
            row(
                    figure.name(),
                    FigureText.number(figure.before()),
                    FigureText.number(figure.after()),
                    "%s, %s".formatted(FigureText.change(figure.delta()), FigureText.percent(figure)));
        }
    }

    private void reasons() {
        List<ExplanationRule> rules =
                report.facts().specification().validation().explainedBy();
        if (rules.isEmpty()) {
            return;
        }
        table("Why rows changed", "Rows");
        rules.forEach(rule ->
                row(rule.name(), FigureText.number(report.total().explained().getOrDefault(rule.name(), 0L))));
        row("without a reason", FigureText.number(report.total().unexplained()));
    }

    private void attention() {
        List<Finding> attention = report.attention();
        if (attention.isEmpty()) {
            return;
        }
        table("Result", "Check", "Where", "Expected", "Found");
        attention.stream()
                .limit(MOST_FINDINGS)
                .forEach(finding -> row(
                        Tag.of(finding.outcome()).word(),
                        finding.check(),
                        finding.scope(),
                        finding.expected(),
                        finding.found()));
        if (attention.size() > MOST_FINDINGS) {
            lines.add("");
            lines.add("%d more are in the report.".formatted(attention.size() - MOST_FINDINGS));
        }
    }

    private void facts() {
        lines.add("");
        for (SummaryLines.Fact fact : summary.facts()) {
            lines.add("- %s: %s".formatted(text(fact.term()), text(fact.text())));
        }
        if (!summary.approveCommand().isEmpty()) {
            lines.add("");
            lines.add("To approve exactly what this report shows:");
            lines.add("");
            lines.add("    " + summary.approveCommand());
        }
    }

    private void table(String... titles) {
        lines.add("");
        lines.add(cells(Stream.of(titles)));
        lines.add(Stream.of(titles).map(title -> "---").collect(Collectors.joining(" | ", "| ", " |")));
    }

    private void row(String... values) {
        lines.add(cells(Stream.of(values).map(ReportMarkdown::text)));
    }

    private static String cells(Stream<String> values) {
        return values.collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** The value on one line, with all markup escaped. */
    private static String text(String value) {
        String plain = value.replaceAll("\\s+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
        return MARKUP.matcher(plain).replaceAll("\\\\$0");
    }
}
