package dev.amend.reconciliation.report;

import dev.amend.reconciliation.FigureText;
import dev.amend.reconciliation.Finding;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What did not pass, as a table of few lines that unfolds to more: the way to the decision must stay short.
 *
 * @param first what is shown at once
 * @param more what is folded
 * @param moreTitle what the fold says
 * @param leftOut a sentence about what is in the JSON report only, or empty
 */
record AttentionLines(List<FindingLine> first, List<FindingLine> more, String moreTitle, String leftOut) {
    private static final int AT_ONCE = 8;
    private static final int MOST = 100;

    /** @param words what the check is about; empty where the line above says so already */
    record FindingLine(Tag outcome, String check, String words, String scope, String expected, String found) {}

    /** @param findings the worst first */
    static AttentionLines of(List<Finding> findings) {
        List<FindingLine> more = lines(findings, AT_ONCE, MOST);
        int leftOut = findings.size() - MOST;
        return new AttentionLines(
                lines(findings, 0, AT_ONCE),
                more,
                Plain.count(more.size(), "more finding", "more findings"),
                leftOut > 0 ? FigureText.number(leftOut) + " more are in the JSON report" : "");
    }

    private static List<FindingLine> lines(List<Finding> findings, int from, int to) {
        return IntStream.range(from, Math.min(to, findings.size()))
                .mapToObj(i -> line(
                        findings.get(i), i == from ? "" : findings.get(i - 1).check()))
                .toList();
    }

    private static FindingLine line(Finding finding, String checkAbove) {
        return new FindingLine(
                Tag.of(finding.outcome()),
                finding.check(),
                finding.check().equals(checkAbove) ? "" : CheckWords.of(finding.check()),
                finding.scope(),
                finding.expected(),
                finding.found());
    }
}
