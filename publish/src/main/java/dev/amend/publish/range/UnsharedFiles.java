package dev.amend.publish.range;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.expressions.Expression;

/**
 * The files that two snapshots of a table do not share. A manifest never changes, so the files of a shared manifest are
 * in both snapshots; only the other manifests are read.
 */
final class UnsharedFiles {
    private final LiveFiles files;
    private final List<ManifestFile> ofFirst;
    private final List<ManifestFile> ofSecond;

    UnsharedFiles(LiveFiles files, Snapshot first, Snapshot second) {
        this.files = files;
        List<ManifestFile> manifestsOfFirst = first.allManifests(files.table().io());
        List<ManifestFile> manifestsOfSecond = second.allManifests(files.table().io());
        this.ofFirst = without(manifestsOfFirst, manifestsOfSecond);
        this.ofSecond = without(manifestsOfSecond, manifestsOfFirst);
    }

    private static List<ManifestFile> without(List<ManifestFile> manifests, List<ManifestFile> others) {
        Set<String> shared = others.stream().map(ManifestFile::path).collect(Collectors.toSet());
        return manifests.stream()
                .filter(manifest -> !shared.contains(manifest.path()))
                .toList();
    }

    /** True if no unshared manifest may list live files with rows of a filter. */
    boolean haveNone(Expression filter) {
        return files.thatMayHold(filter, ofFirst).isEmpty()
                && files.thatMayHold(filter, ofSecond).isEmpty();
    }

    /** The live data and delete files that may have rows of a filter and are in only one of the two snapshots. */
    Difference difference(Expression filter, Predicate<ContentFile<?>> wanted) {
        Set<String> first = names(ofFirst, filter, wanted);
        Set<String> second = names(ofSecond, filter, wanted);
        Set<String> both = new HashSet<>(first);
        both.retainAll(second);
        first.removeAll(both);
        second.removeAll(both);
        return new Difference(first, second);
    }

    /** The names of files: those only in the first snapshot, and those only in the second. */
    record Difference(Set<String> onlyInFirst, Set<String> onlyInSecond) {

        Difference {
            onlyInFirst = Set.copyOf(onlyInFirst);
            onlyInSecond = Set.copyOf(onlyInSecond);
        }

        boolean isEmpty() {
            return onlyInFirst.isEmpty() && onlyInSecond.isEmpty();
        }
    }

    private Set<String> names(List<ManifestFile> manifests, Expression filter, Predicate<ContentFile<?>> wanted) {
        return new HashSet<>(files.of(files.thatMayHold(filter, manifests), wanted, RangeFile::name));
    }
}
