package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Where reports are left for those who look at them in a browser, see {@code .ci/browser}: as {@code NAME.html}, and in
 * {@code NAME.txt} what they must be able to read there, a line each.
 */
final class ReportFolder {
    private static final Path FOLDER = Path.of("target", "reports");

    private ReportFolder() {}

    /** @return where the page is */
    static Path leave(String name, Report report, Collection<String> texts) throws IOException {
        String html = ReportHtml.render(report);
        assertThat(texts).isNotEmpty().noneMatch(String::isBlank);
        assertThat(ReadableText.of(html)).contains(texts);

        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve(name + ".txt"), texts);
        return Files.writeString(FOLDER.resolve(name + ".html"), html);
    }
}
