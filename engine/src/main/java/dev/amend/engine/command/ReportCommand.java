package dev.amend.engine.command;

import dev.amend.engine.approval.ApprovalCode;
import dev.amend.engine.approval.Untouched;
import dev.amend.engine.filemode.PrivateFiles;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.options.CommandCode;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.Browser;
import dev.amend.engine.output.Document;
import dev.amend.engine.reports.ReportNames;
import dev.amend.engine.reports.ReportSummary;
import dev.amend.engine.store.StateLocation;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
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
        Journal journal = wiring.snapshot(id);
        ReportSummary summary = untouched(wiring, journal);
        StateLocation state = wiring.configuration().state();
        Optional<Path> copy = Optional.ofNullable(to).map(path -> copied(journal, state, path));

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
                                .with("findings", summary.findings())
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

    /** Requires the files to match, unless a run is working: it rewrites them one after the other. */
    private static ReportSummary untouched(Wiring wiring, Journal journal) {
        if (isWritten(journal) && wiring.runAtWork(journal).isEmpty()) {
            Untouched.requireReport(journal);
        }
        return ReportSummary.of(journal).orElseThrow(() -> ApprovalCode.noReport(journal.id()));
    }

    private static boolean isWritten(Journal journal) {
        BackfillState state = journal.status().state();
        return state == BackfillState.BUILT
                || state == BackfillState.APPROVED
                || !journal.releases().isEmpty()
                || ReportSummary.of(journal).isPresent();
    }

    private static String content(Journal journal, String name) {
        return new String(bytes(journal, name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Journal journal, String name) {
        return journal.report(name)
                .orElseThrow(() -> journal.missingReport(name, "a report was written: reports/summary.json is there"));
    }

    /** Requires an existing folder that is not among the files that Amend relies on. */
    private static void requirePlace(Path copy, StateLocation state) throws IOException {
        Path folder = Optional.ofNullable(copy.getParent()).orElse(copy);
        if (!Files.isDirectory(folder)) {
            throw CommandCode.noFolder(copy, folder);
        }
        if (state.contains(folder)) {
            throw CommandCode.insideTheState(copy, state.folder());
        }
    }

    private static String nameOf(Path path) {
        String name = path.toString();
        if (name.endsWith(".md")) {
            return ReportNames.MARKDOWN;
        }
        return name.endsWith(".json") ? ReportNames.JSON : ReportNames.HTML;
    }

    private static Path copied(Journal journal, StateLocation state, Path path) {
        byte[] content = bytes(journal, nameOf(path));
        try {
            Path absolute = path.toAbsolutePath().normalize();
            requirePlace(absolute, state);
            return PrivateFiles.write(absolute, content);
        } catch (IOException e) {
            throw CommandCode.cannotWrite(path, e);
        }
    }
}
