package dev.amend.publish.retirement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.range.RangeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OldFilesTest {
    /** Files in memory are those of all tests. */
    private String folder = "s3://lake/%s/data/day=2024-01-01/".formatted(UUID.randomUUID());

    private final Table table = Warehouse.inMemory().sales(2);
    private final Store store = new Store();

    @Test
    void ofAFolderAreFoundByListingIt() {
        List<String> paths = paths(20);
        paths.forEach(store::add);

        assertThat(new OldFiles(store, files(paths)).missing()).isEmpty();
        assertThat(store.questions).hasValue(0);
        assertThat(store.listings).hasValue(1);
    }

    @Test
    void areMissingIfNeitherTheListingNorTheStoreKnowsThem() {
        List<String> paths = paths(20);
        paths.subList(1, 20).forEach(store::add);

        assertThat(new OldFiles(store, files(paths)).missing())
                .containsExactly("1 of 20 old files are missing: " + paths.get(0));
        assertThat(store.questions).hasValue(1);
    }

    @Test
    void areThereIfTheStoreListsThemUnderAnotherName() {
        List<String> paths = paths(20);
        paths.forEach(store::add);
        store.listedWith = "s3a:";

        assertThat(new OldFiles(store, files(paths)).missing()).isEmpty();
        assertThat(store.questions).hasValue(20);
    }

    @Test
    void areMissingIfTheirFolderIs() {
        assertThat(new OldFiles(store, files(paths(20))).missing())
                .singleElement()
                .asString()
                .startsWith("20 of 20 old files are missing: ")
                .endsWith(", …");
    }

    @Test
    void aFewAreAskedForOneByOne() {
        List<String> paths = paths(3);
        paths.forEach(store::add);

        assertThat(new OldFiles(store, files(paths)).missing()).isEmpty();
        assertThat(store.questions).hasValue(3);
        assertThat(store.listings).hasValue(0);
    }

    @Test
    void onThisMachineAreFoundByListingTheirFolder(@TempDir Path disk) throws IOException {
        folder = "file:" + Files.createDirectory(disk.resolve("day=2024-01-01 (Mon)")) + "/";
        List<String> paths = paths(20);
        for (String path : paths.subList(1, 20)) {
            Files.createFile(Path.of(path.substring("file:".length())));
        }

        assertThat(new OldFiles(store, files(paths)).missing())
                .containsExactly("1 of 20 old files are missing: " + paths.get(0));
        assertThat(store.questions).as("of the one that the folder has not").hasValue(1);
        assertThat(store.listings).hasValue(0);
    }

    @Test
    void onThisMachineAreMissingIfTheirFolderIs(@TempDir Path disk) {
        folder = "file:" + disk.resolve("gone") + "/";

        assertThat(new OldFiles(store, files(paths(20))).missing())
                .singleElement()
                .asString()
                .startsWith("20 of 20 old files are missing: ");
        assertThat(store.questions).hasValue(20);
    }

    private List<String> paths(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> folder + "old-%05d.parquet".formatted(number))
                .toList();
    }

    private List<RangeFile> files(List<String> paths) {
        return paths.stream().map(path -> new RangeFile(file(path), List.of())).toList();
    }

    private DataFile file(String path) {
        return DataFiles.builder(table.spec())
                .withPath(path)
                .withFileSizeInBytes(1)
                .withRecordCount(1)
                .withPartitionPath("day=2024-01-01")
                .build();
    }

    /** Has files that are names alone, and counts what it was asked. */
    @SuppressWarnings("serial")
    private static final class Store implements SupportsPrefixOperations {
        final AtomicInteger questions = new AtomicInteger();
        final AtomicInteger listings = new AtomicInteger();
        String listedWith = "s3:";
        private final Set<String> names = new TreeSet<>();
        private final InMemoryFileIO files = new InMemoryFileIO();

        void add(String path) {
            names.add(path);
            files.addFile(path, new byte[0]);
        }

        @Override
        public Iterable<FileInfo> listPrefix(String prefix) {
            listings.incrementAndGet();
            List<FileInfo> found = new ArrayList<>();
            for (String name : names) {
                if (name.startsWith(prefix)) {
                    found.add(new FileInfo(name.replaceFirst("^s3:", listedWith), 1, 0));
                }
            }
            if (found.isEmpty()) {
                throw new UncheckedIOException(new FileNotFoundException("No folder " + prefix));
            }
            return found;
        }

        @Override
        public InputFile newInputFile(String path) {
            questions.incrementAndGet();
            return files.newInputFile(path);
        }

        @Override
        public void deletePrefix(String prefix) {
            throw new UnsupportedOperationException("Nothing is deleted");
        }

        @Override
        public OutputFile newOutputFile(String path) {
            throw new UnsupportedOperationException("Nothing is written");
        }

        @Override
        public void deleteFile(String path) {
            throw new UnsupportedOperationException("Nothing is deleted");
        }
    }
}
