package dev.amend.publish.view;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.specs.BackfillId;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.iceberg.view.ViewHistoryEntry;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewVersion;

/** The state of a backfill in a view's metadata. */
record ViewState(ViewMetadata metadata, BackfillId id) {

    static String publishedKey(BackfillId id) {
        return "amend.published." + id;
    }

    static String rolledBackKey(BackfillId id) {
        return "amend.rolled-back." + id;
    }

    Optional<ViewMark> published() {
        return mark(publishedKey(id));
    }

    Optional<ViewMark> rolledBack() {
        return mark(rolledBackKey(id));
    }

    private Optional<ViewMark> mark(String key) {
        return Optional.ofNullable(metadata.properties().get(key)).map(ViewMark::parse);
    }

    /** Returns whether consumers read the publication, that is, whether it is the current version. */
    boolean isCurrent() {
        return isPublication(metadata.currentVersion());
    }

    /** The version of the publication, unless it was expired. */
    Optional<ViewVersion> publication() {
        return metadata.versions().stream().filter(this::isPublication).reduce((one, later) -> later);
    }

    private boolean isPublication(ViewVersion version) {
        return isOurs(version)
                && CommitKind.PUBLISH.key().equals(version.summary().get(SummaryKeys.KIND));
    }

    private boolean isOurs(ViewVersion version) {
        return id.value().equals(version.summary().get(SummaryKeys.BACKFILL_ID));
    }

    /** The mark of a version; empty if the version is not a publication of this backfill. */
    Optional<ViewMark> markOf(int versionId) {
        return Optional.ofNullable(metadata.version(versionId))
                .filter(this::isPublication)
                .map(version -> new ViewMark(
                        Long.parseLong(version.summary().getOrDefault(SummaryKeys.EPOCH, "0")),
                        Long.parseLong(version.summary().getOrDefault(SummaryKeys.SNAPSHOT, "-1")),
                        before(versionId).orElse(-1)));
    }

    /** The highest epoch of any run of the backfill that changed the view; 0 if no run did. */
    long highestEpoch() {
        LongStream versions = metadata.versions().stream()
                .filter(this::isOurs)
                .mapToLong(version -> Long.parseLong(version.summary().getOrDefault(SummaryKeys.EPOCH, "0")));
        LongStream marks =
                Stream.of(published(), rolledBack()).flatMap(Optional::stream).mapToLong(ViewMark::epoch);
        return LongStream.concat(versions, marks).max().orElse(0);
    }

    /** The version before the last time that the given version became current. */
    Optional<Integer> before(int versionId) {
        List<ViewHistoryEntry> history = metadata.history();
        for (int i = history.size() - 1; i > 0; i--) {
            if (history.get(i).versionId() == versionId) {
                return Optional.of(history.get(i - 1).versionId());
            }
        }
        return Optional.empty();
    }
}
