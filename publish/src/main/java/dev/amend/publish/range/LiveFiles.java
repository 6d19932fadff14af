package dev.amend.publish.range;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ManifestEvaluator;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/**
 * Reads the live files that manifests list, without their statistics if the partition values alone locate each file.
 * Statistics make up most of a manifest, and a scan with a filter always reads them. A manifest never changes, so each
 * is read once.
 */
final class LiveFiles {
    private static final List<String> COLUMNS = List.of(
            "content",
            "file_path",
            "file_format",
            "spec_id",
            "partition",
            "record_count",
            "file_size_in_bytes",
            "referenced_data_file",
            "content_offset",
            "content_size_in_bytes");

    private final Table table;
    private final PartitionLocator locator;
    private final Map<String, List<ContentFile<?>>> readManifests = new ConcurrentHashMap<>();

    LiveFiles(Table table, PartitionLocator locator) {
        this.table = table;
        this.locator = locator;
    }

    Table table() {
        return table;
    }

    /** The manifests that, by their partition bounds, may list live files with rows of a filter. */
    List<ManifestFile> thatMayHold(Expression filter, List<ManifestFile> manifests) {
        Map<Integer, ManifestEvaluator> evaluators = new HashMap<>();
        return manifests.stream()
                .filter(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles())
                .filter(manifest -> evaluators
                        .computeIfAbsent(manifest.partitionSpecId(), spec -> evaluator(filter, spec))
                        .eval(manifest))
                .toList();
    }

    private ManifestEvaluator evaluator(Expression filter, int specId) {
        PartitionSpec spec = Objects.requireNonNull(table.specs().get(specId));
        return ManifestEvaluator.forRowFilter(filter, spec, true);
    }

    /** The values taken from each wanted file, in no order; the manifests are read in parallel. */
    <T> List<T> of(List<ManifestFile> manifests, Predicate<ContentFile<?>> wanted, Function<ContentFile<?>, T> taken) {
        return gathered(manifests, manifest -> ofOne(manifest, wanted, taken));
    }

    private static <T> List<T> gathered(List<ManifestFile> manifests, Function<ManifestFile, List<T>> read) {
        List<T> found = Collections.synchronizedList(new ArrayList<>());
        Tasks.foreach(manifests)
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(manifest -> found.addAll(read.apply(manifest)));
        return List.copyOf(found);
    }

    private <T> List<T> ofOne(
            ManifestFile manifest, Predicate<ContentFile<?>> wanted, Function<ContentFile<?>, T> taken) {
        return readManifests.computeIfAbsent(manifest.path(), path -> placed(manifest)).stream()
                .filter(wanted)
                .map(taken)
                .toList();
    }

    /** Reads only the columns that are needed to locate the files. */
    private List<ContentFile<?>> placed(ManifestFile manifest) {
        List<ContentFile<?>> files = new ArrayList<>();
        read(reader(manifest).select(COLUMNS), manifest, files::add);
        if (files.stream().allMatch(this::isPlacedByPartition)) {
            return files;
        }

        files.clear();
        read(reader(manifest), manifest, file -> files.add((ContentFile<?>) file.copyWithStats(locator.columns())));
        return files;
    }

    private boolean isPlacedByPartition(ContentFile<?> file) {
        return locator.locate(file)
                .filter(span -> span.isSingle() || span.isEmpty())
                .isPresent();
    }

    private static void read(
            ManifestReader<? extends ContentFile<?>> manifestReader,
            ManifestFile manifest,
            Consumer<ContentFile<?>> found) {
        try (ManifestReader<? extends ContentFile<?>> reader = manifestReader) {
            reader.forEach(found);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read manifest " + manifest.path(), e);
        }
    }

    private ManifestReader<? extends ContentFile<?>> reader(ManifestFile manifest) {
        return manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, table.io(), table.specs())
                : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs());
    }
}
