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
 * Reads the live files that manifests list: without their statistics, which make up most of a manifest and which a scan
 * with a filter always reads, wherever the partition values alone say where a file is. A manifest never changes, so that
 * each is read once.
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

    /** The manifests that may list live files with rows of a filter, for all that their partition bounds say. */
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

    /** What to take of each file that is wanted, in no order; the manifests are read in parallel. */
    <T> List<T> of(List<ManifestFile> manifests, Predicate<ContentFile<?>> wanted, Function<ContentFile<?>, T> taken) {
        return gathered(manifests, manifest -> ofOne(manifest, wanted, taken));
    }

    /** The files that are wanted with the statistics of all columns, in no order. */
    <T> List<T> withStatistics(
            List<ManifestFile> manifests, Predicate<ContentFile<?>> wanted, Function<ContentFile<?>, T> taken) {
        return gathered(
                manifests,
                manifest -> withStatistics(manifest).stream()
                        .filter(wanted)
                        .map(taken)
                        .toList());
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

    /** As few columns of it as say where the files are. */
    private List<ContentFile<?>> placed(ManifestFile manifest) {
        List<ContentFile<?>> files = read(reader(manifest).select(COLUMNS), manifest);
        return files.stream().allMatch(this::isPlacedByPartition) ? files : withStatistics(manifest);
    }

    private List<ContentFile<?>> withStatistics(ManifestFile manifest) {
        return read(reader(manifest), manifest);
    }

    private boolean isPlacedByPartition(ContentFile<?> file) {
        return locator.locate(file)
                .filter(span -> span.isSingle() || span.isEmpty())
                .isPresent();
    }

    private static List<ContentFile<?>> read(
            ManifestReader<? extends ContentFile<?>> manifestReader, ManifestFile manifest) {
        List<ContentFile<?>> files = new ArrayList<>();
        try (ManifestReader<? extends ContentFile<?>> reader = manifestReader) {
            reader.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read manifest " + manifest.path(), e);
        }
        return files;
    }

    private ManifestReader<? extends ContentFile<?>> reader(ManifestFile manifest) {
        return manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, table.io(), table.specs())
                : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs());
    }
}
