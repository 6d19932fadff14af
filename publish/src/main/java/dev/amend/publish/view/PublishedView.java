package dev.amend.publish.view;

import dev.amend.specs.BackfillId;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks a view for a backfill's publication, whatever any record of it says. */
public record PublishedView(ViewPlace place, BackfillId id) {

    /** The shadow table's snapshot; empty if nothing was published, or it was undone, or the view is gone. */
    public OptionalLong snapshotId() {
        Optional<ViewMark> published = place.view()
                .map(view -> new ViewState(view.refresh(), id))
                .filter(state -> state.rolledBack().isEmpty())
                .flatMap(ViewState::published);
        return published.map(mark -> OptionalLong.of(mark.snapshotId())).orElseGet(OptionalLong::empty);
    }
}
