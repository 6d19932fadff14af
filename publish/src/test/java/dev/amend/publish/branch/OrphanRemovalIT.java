package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.fixture.SnapshotFiles;
import dev.amend.publish.fixture.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whenever others remove the files of the table's folder that its metadata does not know, the backfill goes on. */
final class OrphanRemovalIT {
    @TempDir
    private Path folder;

    /** The formats by turns. */
    static Stream<Arguments> stages() {
        List<Arguments> stages = new ArrayList<>();
        for (LifeStage stage : LifeStage.values()) {
            stages.add(arguments(stage, 2 + stages.size() % 2));
        }
        return stages.stream();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void takesNothingFromABackfillAtAnyStage(LifeStage stage, int format) throws Exception {
        try (Warehouse warehouse = Warehouse.hadoop(folder)) {
            Backfill backfill = Backfill.planned(warehouse, format);
            stage.reach(backfill);
            OptionalLong publication = LifeStage.publication(backfill);
            Path stray = Files.writeString(folder.resolve("db/t1/data/stray.parquet"), "stray");

            removeOrphans(warehouse.reload(backfill.table));

            assertThat(stray).doesNotExist();
            backfill.table.refresh();
            assertThat(SnapshotFiles.missing(backfill.table)).isEmpty();
            stage.goOn(backfill, publication);
            backfill.table.refresh();
            assertThat(SnapshotFiles.missing(backfill.table)).isEmpty();
        }
    }

    /** As {@code remove_orphan_files} does it, without its three days of grace. */
    private void removeOrphans(Table table) throws IOException {
        Set<Path> known = SnapshotFiles.known(table).stream()
                .map(location -> Path.of(location.replaceFirst("^file:/*", "/")))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(folder.resolve("db/t1"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!known.contains(file) && !isChecksum(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isChecksum(Path file) {
        return file.getFileName().toString().endsWith(".crc");
    }
}
