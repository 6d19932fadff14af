package dev.amend.reconciliation.report;

/** A report as one HTML file without any network access. */
public final class ReportHtml {
    private ReportHtml() {}

    public static String render(Report report) {
        return report.digest();
    }
}
