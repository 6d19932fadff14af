package dev.amend.publish.view;

import dev.amend.publish.range.TableRange;
import dev.amend.specs.BackfillId;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.view.ViewMetadata;

/** The requirements for publishing a backfill through a view. Only metadata is read. */
public record ViewRequirements(ViewPlace place) {

    /** @throws dev.amend.specs.error.AmendException that names the requirement that is not met */
    public void check(BackfillId id, TableRange range) {
        ViewMetadata view = place.requiredView().current();
        if (new ViewState(view, id).published().isEmpty()) {
            requirePlain(place, view);
        }
        place.shadow().ifPresent(shadow -> ShadowTable.requireOf(place, id, shadow));

        Table target = place.target();
        List<String> outside = new OutsideFiles(target, range)
                .partitionsAt(target.currentSnapshot().snapshotId());
        if (!outside.isEmpty()) {
            throw ViewError.rowsOutside(place, range.toString(), outside);
        }
    }

    static void requirePlain(ViewPlace place, ViewMetadata view) {
        ViewText text = new ViewText(view.currentVersion());
        if (!text.reads(place::isTarget)) {
            throw ViewError.notPlain(place, text);
        }
    }
}
