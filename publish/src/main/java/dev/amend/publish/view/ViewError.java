package dev.amend.publish.view;

import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;

/** The ways in which publishing through a view can fail. */
public enum ViewError implements ErrorCode {
    /** The catalog has no views. */
    VIEWS_NOT_SUPPORTED(ErrorKind.USER),
    VIEW_NOT_FOUND(ErrorKind.USER),
    /** The view is not just a plain select from the target. */
    VIEW_NOT_PLAIN(ErrorKind.USER),
    /** The target has rows outside the range. */
    ROWS_OUTSIDE_RANGE(ErrorKind.USER),
    /** Someone else has a table with the shadow's name. */
    SHADOW_TABLE_TAKEN(ErrorKind.CHECK_FAILED),
    /** The shadow table is not as the backfill left it. */
    SHADOW_TABLE_CHANGED(ErrorKind.CHECK_FAILED),
    /** A later run has taken over. */
    VIEW_FENCED_OFF(ErrorKind.LEASE_HELD),
    /** The publication was already undone. */
    VIEW_ROLLED_BACK_ALREADY(ErrorKind.CHECK_FAILED),
    /** Someone else replaced the view. */
    VIEW_CHANGED(ErrorKind.CHECK_FAILED),
    /** Others replace the view faster than the publication can. */
    VIEW_BUSY(ErrorKind.TRANSIENT),
    /** Others wrote to the shadow table at the moment of the rollback. */
    WRITTEN_MEANWHILE(ErrorKind.DRIFT);

    private static final int NAMED_PARTITIONS = 10;

    private final ErrorKind kind;

    ViewError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** @param catalog the catalog's name */
    static AmendException noViews(String catalog, TableIdentifier view) {
        return new AmendException(
                VIEWS_NOT_SUPPORTED,
                "Cannot publish through view %s: catalog %s has no views".formatted(view, catalog),
                "publish.as",
                "Use a catalog with views (REST, JDBC with jdbc.schema-version=V1, Hive, Nessie), or publish by commit: remove publish.as, publish.shadow and publish.view");
    }

    static AmendException noSuchView(ViewPlace place) {
        return new AmendException(
                VIEW_NOT_FOUND,
                "Cannot find view %s in catalog %s"
                        .formatted(place.viewId(), place.catalog().name()),
                "publish.view",
                "Create it: CREATE VIEW %s AS SELECT * FROM %s, and let consumers read it"
                        .formatted(place.viewId(), place.targetId()));
    }

    static AmendException notPlain(ViewPlace place, ViewText text) {
        return new AmendException(
                VIEW_NOT_PLAIN,
                "Cannot publish through view %s: it must be a plain select from %s, and it is  %s"
                        .formatted(place.viewId(), place.targetId(), text.shown()),
                "view " + place.viewId(),
                "Put a view between: CREATE VIEW … AS SELECT * FROM %s, let %s read that one, and name it under publish.view"
                        .formatted(place.targetId(), place.viewId()));
    }

    static AmendException rowsOutside(ViewPlace place, String range, List<String> partitions) {
        String named = partitions.stream().limit(NAMED_PARTITIONS).collect(Collectors.joining(", "));
        return new AmendException(
                ROWS_OUTSIDE_RANGE,
                "Cannot publish %s through a view: the whole table changes hands, and it has rows outside of %s, in %s%s"
                        .formatted(
                                place.targetId(),
                                range,
                                named,
                                partitions.size() > NAMED_PARTITIONS
                                        ? " and %d more partitions".formatted(partitions.size() - NAMED_PARTITIONS)
                                        : ""),
                "source_range",
                "Widen source_range to the whole table, or publish by commit, which leaves the other partitions as they are");
    }

    static AmendException shadowTaken(ViewPlace place) {
        return new AmendException(
                SHADOW_TABLE_TAKEN,
                "Cannot use table %s as shadow: it is there, and not of this backfill".formatted(place.shadowId()),
                "table " + place.shadowId(),
                "Find out whose it is; drop it, or choose another backfill_id");
    }

    static AmendException shadowGone(ViewPlace place) {
        return new AmendException(
                SHADOW_TABLE_CHANGED,
                "Cannot find shadow table %s, or its first commit".formatted(place.shadowId()),
                "table " + place.shadowId(),
                "Start the backfill with 'amend run'; if it was started, find out who dropped the table");
    }

    static AmendException fencedOff(ViewPlace place, long found, long epoch) {
        return new AmendException(
                VIEW_FENCED_OFF,
                "Cannot replace view %s: a later run took over: it has epoch %d, this run has %d"
                        .formatted(place.viewId(), found, epoch),
                "view " + place.viewId(),
                "Leave the backfill to the later run; 'amend status ID' says who it is");
    }

    static AmendException rolledBackAlready(ViewPlace place) {
        return new AmendException(
                VIEW_ROLLED_BACK_ALREADY,
                "Cannot publish again: the publication through view %s was rolled back".formatted(place.viewId()),
                "view " + place.viewId(),
                "Start a new backfill");
    }

    static AmendException withdrawn(ViewPlace place, String reason) {
        return new AmendException(
                SHADOW_TABLE_CHANGED,
                "Cannot publish through view %s: %s; the view was set back at once".formatted(place.viewId(), reason),
                "table " + place.shadowId(),
                "Find out who wrote to the shadow table; 'amend retry ID --batch BATCH' and 'amend run SPEC' build what is lost again");
    }

    static AmendException notWithdrawn(ViewPlace place, int tries, @Nullable Throwable cause) {
        return new AmendException(
                VIEW_CHANGED,
                "View %s reads %s, which is not what was approved, and can't be set back: others changed the view first in each of %d tries"
                        .formatted(place.viewId(), place.shadowId(), tries),
                "view " + place.viewId(),
                "Let it read %s again at once, with CREATE OR REPLACE VIEW; then 'amend verify ID'"
                        .formatted(place.targetId()),
                cause);
    }

    static AmendException changed(ViewPlace place, ViewText now) {
        return new AmendException(
                VIEW_CHANGED,
                "Cannot roll back: somebody else replaced view %s since it was published; it is version %d now,  %s"
                        .formatted(place.viewId(), now.version().versionId(), now.shown()),
                "view " + place.viewId(),
                "Talk to those who replaced it; CREATE OR REPLACE VIEW makes it read %s again"
                        .formatted(place.targetId()));
    }

    static AmendException replacedMeanwhile(ViewPlace place, int version) {
        return new AmendException(
                VIEW_CHANGED,
                "View %s reads %s again, but somebody else replaced it at the same moment: their version %d is not current"
                        .formatted(place.viewId(), place.targetId(), version),
                "view " + place.viewId(),
                "Talk to those who replaced it; then run the same command again");
    }

    static AmendException busy(ViewPlace place, int tries, @Nullable Throwable cause) {
        return new AmendException(
                VIEW_BUSY,
                "Cannot replace view %s: others changed it first in each of %d tries".formatted(place.viewId(), tries),
                "view " + place.viewId(),
                "Try again when nobody else works on it",
                cause);
    }

    static AmendException writtenMeanwhile(ViewPlace place, long head) {
        return new AmendException(
                WRITTEN_MEANWHILE,
                "View %s reads %s again, but others wrote to %s at the same moment, up to its snapshot %d"
                        .formatted(place.viewId(), place.targetId(), place.shadowId(), head),
                "table %s, snapshot %d".formatted(place.shadowId(), head),
                "Take over what they wrote before the backfill is retired; then run the same command again");
    }
}
