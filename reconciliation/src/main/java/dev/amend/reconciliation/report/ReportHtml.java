package dev.amend.reconciliation.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A report as one HTML file without any network access: no scripts, styles bound by their hash, charts as SVG drawn
 * here. The template escapes everything that comes from data, tables or the specification.
 */
public final class ReportHtml {
    private static final String FOLDER = "dev/amend/reconciliation/report/";

    private ReportHtml() {}

    public static String render(Report report) {
        ClasspathLoader loader = new ClasspathLoader(ReportHtml.class.getClassLoader());
        loader.setPrefix(FOLDER);
        PebbleEngine engine = new PebbleEngine.Builder()
                .loader(loader)
                .autoEscaping(true)
                .strictVariables(true)
                .defaultLocale(Locale.ROOT)
                .build();

        StringWriter html = new StringWriter();
        try {
            engine.getTemplate("report.html.peb").evaluate(html, Map.of("page", ReportPage.of(report, style())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return html.toString().strip() + "\n";
    }

    private static String style() {
        try (InputStream file = ReportHtml.class.getResourceAsStream("report.css")) {
            if (file == null) {
                throw new IllegalStateException("There is no report.css");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
