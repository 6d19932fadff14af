package dev.amend.engine.command;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.Document;
import dev.amend.engine.output.PrintableText;
import dev.amend.engine.output.StatusView;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.text.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "releases and rollbacks, of one table or of all")
final class HistoryCommand implements Callable<Integer> {
    private static final String BROKEN = "BROKEN";

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "TABLE", arity = "0..1", description = "as the specification names it")
    private @Nullable String table;

    private final Surroundings surroundings;

    HistoryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** One line of the history. A backfill with an unreliable journal has a line too, and hides no other backfill. */
    private record Entry(
            Instant at, Map<String, @Nullable Object> document, String text, Optional<AmendException> failure) {

        static Entry of(BackfillId backfill, String target, ReleaseRecord release) {
            return new Entry(
                    release.at(),
                    new Document()
                            .with("backfill_id", backfill.value())
                            .with("dataset", target)
                            .with("kind", release.kind().name())
                            .with("at", release.at().toString())
                            .with("by", release.by())
                            .with("snapshot", release.snapshot())
                            .with("previous", release.previousHead())
                            .with("how", StatusView.lower(release.how().name()))
                            .with("report_digest", release.reportDigest())
                            .with("reason", release.reason())
                            .with("error", Optional.empty())
                            .fields(),
                    "%s  %-8s  %s  %s  by %s: %s"
                            .formatted(
                                    release.at(),
                                    release.kind(),
                                    target,
                                    backfill,
                                    PrintableText.line(release.by()),
                                    PrintableText.line(release.reason())),
                    Optional.empty());
        }

        static Entry broken(BackfillId backfill, AmendException failure) {
            Document document = new Document().with("backfill_id", backfill.value());
            document.with("dataset", Optional.empty()).with("kind", BROKEN);
            for (String field : List.of("at", "by", "snapshot", "previous", "how", "report_digest", "reason")) {
                document.with(field, Optional.empty());
            }
            return new Entry(
                    Instant.MAX,
                    document.with("error", Document.error(failure)).fields(),
                    "%-20s  %-8s  %s  %s".formatted("", BROKEN, backfill, Reason.of(failure)),
                    Optional.of(failure));
        }
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        List<Entry> entries = wiring.journals().list().stream()
                .flatMap(id -> entries(wiring, id))
                .sorted(Comparator.comparing(Entry::at))
                .toList();

        wiring.console()
                .result(
                        entries.stream().map(Entry::document).toList(),
                        entries.isEmpty()
                                ? "nothing was published yet"
                                : entries.stream().map(Entry::text).collect(Collectors.joining("\n")));
        return entries.stream().anyMatch(entry -> entry.failure().isPresent()) ? ErrorKind.CHECK_FAILED.exitCode() : 0;
    }

    private Stream<Entry> entries(Wiring wiring, BackfillId id) {
        try {
            return wiring.journals().reading(id, () -> entries(wiring.journals().snapshot(id))).stream();
        } catch (AmendException e) {
            return Stream.of(Entry.broken(id, e));
        }
    }

    private List<Entry> entries(Journal journal) {
        String target = journal.plan().map(PlanRecord::target).orElse("");
        return table == null || table.equals(target)
                ? journal.releases().stream()
                        .map(release -> Entry.of(journal.id(), target, release))
                        .toList()
                : List.of();
    }
}
