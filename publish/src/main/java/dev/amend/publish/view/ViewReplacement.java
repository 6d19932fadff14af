package dev.amend.publish.view;

import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.guard.SummaryKeys;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.view.ImmutableViewVersion;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewVersion;

/**
 * The single change of a view that publishes a shadow table.
 *
 * @param shadow the name of the shadow table
 * @param at the time of the change, in milliseconds
 */
record ViewReplacement(PublicationRequest request, ViewMark mark, String shadow, long at) {

    ViewMetadata on(ViewMetadata base) {
        ViewVersion before = base.currentVersion();
        int free =
                base.versions().stream().mapToInt(ViewVersion::versionId).max().orElse(0) + 1;
        ViewVersion version = ImmutableViewVersion.builder()
                .from(before)
                .versionId(free)
                .timestampMillis(at)
                .summary(summary())
                .representations(new ViewText(before).reading(shadow))
                .build();
        return ViewMetadata.buildFrom(base)
                .setCurrentVersion(version, base.schemasById().get(before.schemaId()))
                .setProperties(Map.of(ViewState.publishedKey(request.shadow().id()), mark.text()))
                .build();
    }

    private Map<String, String> summary() {
        Map<String, String> summary = new HashMap<>(request.properties());
        summary.put(SummaryKeys.SNAPSHOT, Long.toString(mark.snapshotId()));
        return summary;
    }

    /** One change sets version and mark, so the mark proves that the version was set. */
    boolean isVisibleIn(ViewMetadata now) {
        return new ViewState(now, request.shadow().id())
                .published()
                .filter(mark::equals)
                .isPresent();
    }
}
