package dev.amend.engine.reports;

/** The names of the reports that a journal keeps. */
public final class ReportNames {
    public static final String HTML = "report.html";
    public static final String JSON = "report.json";
    public static final String MARKDOWN = "report.md";

    private ReportNames() {}

    static String batch(String id) {
        return "batches/%s.json".formatted(id);
    }
}
