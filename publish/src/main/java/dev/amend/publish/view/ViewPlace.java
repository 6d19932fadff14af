package dev.amend.publish.view;

import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewOperations;

/**
 * The target, shadow table and view of view mode, all in one catalog.
 *
 * @param catalog the catalog for tables
 * @param views the same catalog for views
 */
public record ViewPlace(
        Catalog catalog,
        ViewCatalog views,
        TableIdentifier targetId,
        TableIdentifier shadowId,
        TableIdentifier viewId) {

    /** @throws dev.amend.specs.error.AmendException if the catalog has no views */
    public static ViewPlace in(
            Catalog catalog, TableIdentifier targetId, TableIdentifier shadowId, TableIdentifier viewId) {
        if (catalog instanceof ViewCatalog views) {
            return new ViewPlace(catalog, views, targetId, shadowId, viewId);
        }
        throw ViewError.noViews(catalog.name(), viewId);
    }

    Table target() {
        return catalog.loadTable(targetId);
    }

    /** The shadow table; empty if it does not exist. */
    public Optional<Table> shadow() {
        try {
            return Optional.of(catalog.loadTable(shadowId));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** @throws dev.amend.specs.error.AmendException if the shadow table does not exist */
    Table requiredShadow() {
        return shadow().orElseThrow(() -> ViewError.shadowGone(this));
    }

    /** The current view with its operations; empty if there is no view. */
    Optional<ViewOperations> view() {
        try {
            return Optional.of(operations(views.loadView(viewId)));
        } catch (NoSuchViewException e) {
            return Optional.empty();
        } catch (UnsupportedOperationException e) {
            throw ViewError.noViews(catalog.name(), viewId);
        }
    }

    /** @throws dev.amend.specs.error.AmendException if there is no view */
    ViewOperations requiredView() {
        return view().orElseThrow(() -> ViewError.noSuchView(this));
    }

    private ViewOperations operations(View view) {
        if (view instanceof BaseView base) {
            return base.operations();
        }
        throw ViewError.noViews(catalog.name(), viewId);
    }

    boolean isTarget(ViewSql.Name name) {
        return name.means(catalog.name(), targetId);
    }

    boolean isShadow(ViewSql.Name name) {
        return name.means(catalog.name(), shadowId);
    }
}
