package dev.amend.engine.command;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.ReleaseRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "releases and rollbacks, of one table or of all")
final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "TABLE", arity = "0..1", description = "as the specification names it")
    private @Nullable String table;

    private final Surroundings surroundings;

    HistoryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private record Entry(String backfill, String target, ReleaseRecord release) {

        Map<String, @Nullable Object> document() {
            return new Document()
                    .with("backfill_id", backfill)
                    .with("dataset", target)
                    .with("kind", release.kind().name())
                    .with("at", release.at().toString())
                    .with("by", release.by())
                    .with("snapshot", release.snapshot())
                    .with("previous", release.previousHead())
                    .with("how", StatusView.lower(release.how().name()))
                    .with("report_digest", release.reportDigest())
                    .with("reason", release.reason())
                    .fields();
        }

        String text() {
            return "%s  %-8s  %s  %s  by %s: %s"
                    .formatted(release.at(), release.kind(), target, backfill, release.by(), release.reason());
        }
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        List<Entry> entries = new ArrayList<>();
        for (var id : wiring.journals().list()) {
            entries.addAll(entries(wiring.journals().openOrNew(id)));
        }
        entries.sort(Comparator.comparing(entry -> entry.release().at()));

        wiring.console()
                .result(
                        entries.stream().map(Entry::document).toList(),
                        entries.isEmpty()
                                ? "nothing was published yet"
                                : entries.stream().map(Entry::text).collect(Collectors.joining("\n")));
        return 0;
    }

    private List<Entry> entries(Journal journal) {
        String target = journal.plan().map(PlanRecord::target).orElse("");
        return table == null || table.equals(target)
                ? journal.releases().stream()
                        .map(release -> new Entry(journal.id().value(), target, release))
                        .toList()
                : List.of();
    }
}
