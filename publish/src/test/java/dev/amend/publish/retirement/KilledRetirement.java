package dev.amend.publish.retirement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.MortalFiles;
import dev.amend.publish.fixture.SnapshotFiles;
import dev.amend.publish.retirement.Retirement.Retired;
import dev.amend.publish.step.PublishListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** Retirements that are killed while they delete files, and what is on disk afterwards. */
final class KilledRetirement {
    static final Retired NOTHING = new Retired(0, 0, 0);

    private KilledRetirement() {}

    static void killAfterDeletions(Backfill backfill, int deletions) throws Exception {
        Table mortal = new FaultyTableOperations(backfill.table)
                .through(new MortalFiles(backfill.table.io(), deletions))
                .table(backfill.table.name());
        new Retirement(mortal, PublishListener.NONE).retire(backfill.plan);
    }

    static Retired retire(Backfill backfill) throws Exception {
        Retired retired = new Retirement(backfill.table, PublishListener.NONE).retire(backfill.plan);
        backfill.table.refresh();
        return retired;
    }

    /** What lies in the table's folder, and the table's metadata does not know. */
    static Set<String> unreachable(Backfill backfill) throws IOException {
        backfill.table.refresh();
        Set<String> unreachable = files(backfill);
        unreachable.removeAll(SnapshotFiles.known(backfill.table));
        return unreachable;
    }

    static Set<String> files(Backfill backfill) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(backfill.table.location()))) {
            return new TreeSet<>(
                    files.filter(Files::isRegularFile).map(Path::toString).toList());
        }
    }

    /** Without what is random in them. */
    static List<String> names(Backfill backfill) throws IOException {
        return files(backfill).stream()
                .map(path -> Path.of(path).getFileName().toString())
                .map(name -> name.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\d{15,}", "#"))
                .sorted()
                .toList();
    }

    static String lastInLog(Backfill backfill) {
        backfill.table.refresh();
        List<TableMetadata.MetadataLogEntry> log = metadata(backfill.table).previousFiles();
        return log.get(log.size() - 1).file();
    }

    static TableMetadata metadata(Table table) {
        return ((HasTableOperations) table).operations().current();
    }

    static void assertNothingIsMissing(Backfill backfill) {
        backfill.table.refresh();
        assertThat(SnapshotFiles.missing(backfill.table)).isEmpty();
    }
}
