package dev.amend.publish.branch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The manifests of a snapshot and of its parent, by their paths. A manifest never changes.
 *
 * @param totalBefore the number of rows in the parent; empty if its summary has none
 * @param totalAfter the number of rows in the snapshot; empty if its summary has none
 */
record ManifestsOfStep(
        Map<String, ManifestFile> before,
        Map<String, ManifestFile> after,
        Optional<Long> totalBefore,
        Optional<Long> totalAfter) {

    static ManifestsOfStep of(Table table, Snapshot snapshot) {
        Optional<Snapshot> parent = Optional.ofNullable(snapshot.parentId()).map(table::snapshot);
        return new ManifestsOfStep(
                parent.map(before -> byPath(table, before)).orElse(Map.of()),
                byPath(table, snapshot),
                parent.flatMap(OverwriteCheck::total),
                OverwriteCheck.total(snapshot));
    }

    private static Map<String, ManifestFile> byPath(Table table, Snapshot snapshot) {
        return snapshot.allManifests(table.io()).stream()
                .collect(Collectors.toMap(ManifestFile::path, Function.identity()));
    }

    /** True if the snapshot gained and lost the same manifests as its parent since an earlier step. */
    boolean movedLike(ManifestsOfStep earlier) {
        return without(after, earlier.after).equals(without(before, earlier.before))
                && without(earlier.after, after).equals(without(earlier.before, before));
    }

    private static Set<String> without(Map<String, ManifestFile> manifests, Map<String, ManifestFile> others) {
        Set<String> left = new HashSet<>(manifests.keySet());
        left.removeAll(others.keySet());
        return left;
    }

    /** The manifests that the snapshot gained or lost since an earlier step. */
    List<ManifestFile> newSince(ManifestsOfStep earlier) {
        Map<String, ManifestFile> changed = new HashMap<>();
        without(after, earlier.after).forEach(path -> changed.put(path, after.get(path)));
        without(earlier.after, after).forEach(path -> changed.put(path, earlier.after.get(path)));
        return List.copyOf(changed.values());
    }

    /** The expected number of rows if an earlier step was correct; empty if one of the summaries has no number. */
    Optional<Long> expectedTotal(ManifestsOfStep earlier) {
        if (totalBefore.isEmpty() || earlier.totalBefore.isEmpty() || earlier.totalAfter.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(earlier.totalAfter.get() - earlier.totalBefore.get() + totalBefore.get());
    }
}
