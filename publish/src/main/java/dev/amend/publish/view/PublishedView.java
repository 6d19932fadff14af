package dev.amend.publish.view;

import dev.amend.specs.BackfillId;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a backfill's publication from the view itself, not from any record of it. */
public record PublishedView(ViewPlace place, BackfillId id) {

    /**
     * The shadow table's snapshot; empty if nothing was published, it was undone, or the view does not exist any more.
     */
    public OptionalLong snapshotId() {
        Optional<ViewMark> published = place.view()
                .map(view -> new ViewState(view.refresh(), id))
                .filter(state -> state.rolledBack().isEmpty())
                .flatMap(ViewState::published);
        return published.map(mark -> OptionalLong.of(mark.snapshotId())).orElseGet(OptionalLong::empty);
    }
}
