package dev.amend.engine.command;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.run.ReportNames;
import dev.amend.engine.run.ReportSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "report", description = "where the report is; writes a copy")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    @Option(
            names = "--to",
            paramLabel = "PATH",
            description = "write a copy: HTML, or JSON or Markdown if the name ends with .json or .md")
    private @Nullable Path to;

    @Option(names = "--format", paramLabel = "FORMAT", description = "markdown: print the summary instead")
    private @Nullable Format format;

    private enum Format {
        markdown
    }

    @Option(names = "--open", description = "open it in a browser")
    private boolean open;

    private final Surroundings surroundings;

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.journal(id);
        ReportSummary summary = ReportSummary.of(journal).orElseThrow(() -> CommandCode.noReport(journal.id()));
        Optional<Path> copy = Optional.ofNullable(to).map(path -> copied(journal, path));

        String html = journal.reportLocation(ReportNames.HTML);
        if (open) {
            Browser.open(html, wiring.console());
        }
        wiring.console()
                .result(
                        new Document()
                                .with("backfill_id", id)
                                .with("html", html)
                                .with("json", journal.reportLocation(ReportNames.JSON))
                                .with("copy", copy.map(Path::toString))
                                .with("report_digest", summary.digest())
                                .with("verdict", summary.verdict())
                                .fields(),
                        format == Format.markdown
                                ? content(journal, ReportNames.MARKDOWN).stripTrailing()
                                : "report:  %s%njson:    %s%nverdict: %s%ndigest:  %s%s"
                                        .formatted(
                                                html,
                                                journal.reportLocation(ReportNames.JSON),
                                                summary.verdict(),
                                                summary.digest(),
                                                copy.map(path -> "%ncopy:    %s".formatted(path))
                                                        .orElse("")));
        return 0;
    }

    private static String content(Journal journal, String name) {
        return new String(bytes(journal, name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Journal journal, String name) {
        return journal.report(name).orElseThrow(() -> CommandCode.noReport(journal.id()));
    }

    private static String nameOf(Path path) {
        String name = path.toString();
        if (name.endsWith(".md")) {
            return ReportNames.MARKDOWN;
        }
        return name.endsWith(".json") ? ReportNames.JSON : ReportNames.HTML;
    }

    private static Path copied(Journal journal, Path path) {
        byte[] content = bytes(journal, nameOf(path));
        try {
            Path absolute = path.toAbsolutePath();
            Files.createDirectories(Optional.ofNullable(absolute.getParent()).orElse(absolute));
            return Files.write(absolute, content);
        } catch (IOException e) {
            throw CommandCode.cannotWrite(path, e);
        }
    }
}
