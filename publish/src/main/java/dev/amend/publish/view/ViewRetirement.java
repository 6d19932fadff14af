package dev.amend.publish.view;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.retirement.Retirement.Retired;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewOperations;

/** Removes a backfill's tags, and its shadow table too, unless consumers read it. */
public final class ViewRetirement {
    private final ViewPlace place;
    private final PublishListener listener;
    private final AnnouncedSteps steps;

    public ViewRetirement(ViewPlace place, PublishListener listener) {
        this.place = place;
        this.listener = listener;
        this.steps = new AnnouncedSteps(listener);
    }

    /** Retires the backfill after the rollback window, or after cancelling. A repeated call does nothing. */
    public Retired retire(ShadowPlan plan) throws CommitOutcomeUnknown {
        Retired refs = new Retirement(place.target(), listener).retire(plan);
        Optional<Table> shadow = place.shadow();
        if (shadow.isEmpty()) {
            return new Retired(
                    refs.refs(), refs.snapshots(), refs.files(), also(refs.notes(), "there is no shadow table"));
        }

        ShadowTable.requireOf(place, plan.id(), shadow.get());
        Optional<String> reader = reader(plan);
        return reader.isPresent() ? kept(plan, refs, shadow.get(), reader.get()) : dropped(refs, shadow.get());
    }

    /** The reason to keep the table; empty if nobody can be reading it. */
    private Optional<String> reader(ShadowPlan plan) {
        Optional<ViewOperations> view = place.view();
        if (view.isEmpty()) {
            return Optional.of("view %s is gone, so that nobody knows who reads the table".formatted(place.viewId()));
        }

        ViewState state = new ViewState(view.get().current(), plan.id());
        if (state.published().isPresent() && state.rolledBack().isEmpty()) {
            return Optional.of(
                    "it is the live table now; %s is not read through the view any more".formatted(place.targetId()));
        }
        Set<String> readers = new TreeSet<>();
        for (Namespace namespace :
                Set.copyOf(List.of(place.viewId().namespace(), place.targetId().namespace()))) {
            place.views().listViews(namespace).stream()
                    .filter(this::reads)
                    .forEach(found -> readers.add(found.toString()));
        }
        return readers.isEmpty() ? Optional.empty() : Optional.of("it is read by " + String.join(", ", readers));
    }

    private boolean reads(TableIdentifier id) {
        View view = place.views().loadView(id);
        return new ViewText(view.currentVersion()).mentions(place.shadowId().name());
    }

    private Retired kept(ShadowPlan plan, Retired refs, Table shadow, String why) throws CommitOutcomeUnknown {
        String tag = plan.refs().publishedTag();
        int tags = shadow.refs().containsKey(tag) ? 1 : 0;
        Guard guard = Guard.of(TableContract.of(shadow), plan.id(), plan.epoch());
        try {
            steps.take(
                    PublishStep.REMOVE_REFS,
                    () -> new GuardedTable(shadow, guard)
                            .change(base -> base.ref(tag) == null
                                    ? base
                                    : TableMetadata.buildFrom(base)
                                            .removeRef(tag)
                                            .build()));
        } catch (GuardViolation e) {
            throw PublishError.violated(shadow.name(), e);
        }
        return new Retired(
                refs.refs() + tags,
                refs.snapshots(),
                refs.files(),
                also(refs.notes(), "shadow table %s stays: %s".formatted(place.shadowId(), why)));
    }

    private static List<String> also(List<String> notes, String more) {
        List<String> all = new ArrayList<>(notes);
        all.add(more);
        return all;
    }

    /** Drops the table, but never with {@code DROP … PURGE}: only files that its metadata reaches are deleted. */
    private Retired dropped(Retired refs, Table shadow) throws CommitOutcomeUnknown {
        boolean deletable = PropertyUtil.propertyAsBoolean(
                shadow.properties(), TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT);
        Set<String> files = deletable ? new ShadowTableFiles(shadow).paths() : Set.of();
        steps.take(PublishStep.DROP_SHADOW_TABLE, () -> place.catalog().dropTable(place.shadowId(), false));
        steps.take(PublishStep.DELETE_FILES, () -> {
            CatalogUtil.deleteFiles(shadow.io(), files, "shadow table", true);
            return files.size();
        });

        List<String> notes = also(refs.notes(), "shadow table %s was dropped".formatted(place.shadowId()));
        if (!deletable) {
            notes = also(notes, "its files stay, since it has gc.enabled=false");
        }
        return new Retired(refs.refs(), refs.snapshots(), refs.files() + files.size(), notes);
    }
}
