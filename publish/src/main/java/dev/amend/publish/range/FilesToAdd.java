package dev.amend.publish.range;

import java.io.Closeable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Table;

/**
 * Data files of a snapshot to be added elsewhere, with all their statistics, which readers need to skip files.
 * Statistics are copied from manifest to manifest and are on the heap for only a few files at a time. Close it after
 * the commit.
 */
public final class FilesToAdd implements Iterable<DataFile>, Closeable {
    private final List<DataFile> listed;
    private final WholeFiles whole;

    /** @param listed files of the manifests, in any order */
    FilesToAdd(Table table, List<ManifestFile> manifests, List<DataFile> listed) {
        this.listed = inOrderOf(manifests, listed);
        this.whole = new WholeFiles(table, manifests);
    }

    private static List<DataFile> inOrderOf(List<ManifestFile> manifests, List<DataFile> files) {
        Map<String, Integer> order = new HashMap<>();
        manifests.forEach(manifest -> order.put(manifest.path(), order.size()));
        return files.stream()
                .sorted(Comparator.<DataFile, Integer>comparing(file -> order.get(file.manifestLocation()))
                        .thenComparing(file -> Objects.requireNonNull(file.pos())))
                .toList();
    }

    /** The files themselves, in the order of their manifest entries. */
    @Override
    public Iterator<DataFile> iterator() {
        return copies(DataFile::location).iterator();
    }

    /** The original files without statistics, in the same order. */
    public List<DataFile> originals() {
        return listed;
    }

    /**
     * Copies of the files under other paths, in the same order.
     *
     * @param location the path of each file's copy
     */
    public Stream<DataFile> copies(Function<DataFile, String> location) {
        return listed.stream().map(file -> new FileOnDemand(file, location.apply(file), whole::read));
    }

    @Override
    public void close() {
        whole.close();
    }
}
