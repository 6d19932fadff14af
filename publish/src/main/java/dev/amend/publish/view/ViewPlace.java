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
 * Where view mode finds its target, its shadow table and its view: all in one catalog.
 *
 * @param catalog the catalog's tables
 * @param views the same catalog's views
 */
public record ViewPlace(
        Catalog catalog,
        ViewCatalog views,
        TableIdentifier targetId,
        TableIdentifier shadowId,
        TableIdentifier viewId) {

    /** @throws dev.amend.specs.AmendException if the catalog has no views */
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

    /** Empty if it is not there. */
    public Optional<Table> shadow() {
        try {
            return Optional.of(catalog.loadTable(shadowId));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** @throws dev.amend.specs.AmendException if there is none */
    Table requiredShadow() {
        return shadow().orElseThrow(() -> ViewError.shadowGone(this));
    }

    /** The view as it is now, and how it is changed; empty if there is none. */
    Optional<ViewOperations> view() {
        try {
            return Optional.of(operations(views.loadView(viewId)));
        } catch (NoSuchViewException e) {
            return Optional.empty();
        } catch (UnsupportedOperationException e) {
            throw ViewError.noViews(catalog.name(), viewId);
        }
    }

    /** @throws dev.amend.specs.AmendException if there is none */
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
