package dev.amend.engine.lakehouse;

import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.publish.shadow.RefAges;
import dev.amend.publish.shadow.SourceTag;
import dev.amend.specs.Source;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.text.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;

/** Keeps the pinned snapshots of sources: each gets a tag in its table, where we may write. */
public final class SourcePins {
    private final Lakehouse lakehouse;
    private final BackfillRefs refs;
    private final List<Source> sources;
    private final Map<String, Pin> pins;

    /** @param pins the pin of each source, by the source's name */
    public SourcePins(Lakehouse lakehouse, BackfillRefs refs, List<Source> sources, Map<String, Pin> pins) {
        this.lakehouse = lakehouse;
        this.refs = refs;
        this.sources = List.copyOf(sources);
        this.pins = Map.copyOf(pins);
    }

    /** @throws AmendException naming each source whose pinned snapshot is gone */
    public void require() {
        List<String> gone = sources.stream()
                .filter(source ->
                        lakehouse.table(source.table()).snapshot(pin(source).snapshotId()) == null)
                .map(source -> "snapshot %d of %s, which source '%s' is pinned to"
                        .formatted(pin(source).snapshotId(), source.table(), source.name()))
                .toList();
        if (!gone.isEmpty()) {
            throw LakehouseCode.pinsGone(refs.id(), gone);
        }
    }

    /**
     * Sets the tags that are missing.
     *
     * @return a sentence for each source that cannot be tagged, such as one that we may not write to
     */
    public List<String> hold(RefAges ages) {
        List<String> problems = new ArrayList<>();
        for (Source source : sources) {
            Table table = lakehouse.table(source.table());
            SourceTag tag = new SourceTag(table, refs, source.name());
            String step = "source HOLD " + source.name();
            lakehouse.steps().before(step);
            try {
                tag.hold(pin(source).snapshotId(), ages);
            } catch (RuntimeException e) {
                problems.add(notHeld(source, table, tag, e));
            }
            lakehouse.steps().after(step);
        }
        return problems;
    }

    private String notHeld(Source source, Table table, SourceTag tag, RuntimeException e) {
        long days = PropertyUtil.propertyAsLong(
                        table.properties(),
                        TableProperties.MAX_SNAPSHOT_AGE_MS,
                        TableProperties.MAX_SNAPSHOT_AGE_MS_DEFAULT)
                / 86_400_000;
        return "Cannot hold snapshot %d of source '%s': %s. Once %s has newer snapshots, it may expire at an age of %d days; ask whoever owns the table to set tag '%s' on it"
                .formatted(pin(source).snapshotId(), source.name(), Reason.of(e), source.table(), days, tag.name());
    }

    /**
     * Removes the tags.
     *
     * @return a sentence for each tag that is still there
     */
    public List<String> release() {
        List<String> problems = new ArrayList<>();
        for (Source source : sources) {
            try {
                new SourceTag(lakehouse.table(source.table()), refs, source.name()).release();
            } catch (RuntimeException e) {
                problems.add("Cannot remove tag '%s' of %s: %s. Remove it by hand"
                        .formatted(refs.sourceTag(source.name()), source.table(), Reason.of(e)));
            }
        }
        return problems;
    }

    private Pin pin(Source source) {
        return Objects.requireNonNull(pins.get(source.name()));
    }
}
