package dev.amend.engine.lakehouse;

import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The tables that checks after a publication may read: the target, the view that consumers read, and declared ones. */
public final class WatchedTables {
    private final SparkSession session;
    private final Specification specification;

    public WatchedTables(SparkSession session, Specification specification) {
        this.session = session;
        this.specification = specification;
    }

    /** The declared tables that do not exist. */
    public List<TableId> missing() {
        return specification.watch().sources().stream()
                .filter(table -> !exists(table))
                .toList();
    }

    /** The tables that exist. */
    public ReadableRelations readable() {
        List<String> names = Stream.of(
                        Stream.of(specification.target().table()),
                        specification.publish().view().stream(),
                        specification.watch().sources().stream())
                .flatMap(tables -> tables)
                .filter(this::exists)
                .map(TableId::quoted)
                .toList();
        return ReadableRelations.tables(session, names, "neither the target nor declared under watch.sources");
    }

    private boolean exists(TableId table) {
        return session.catalog().tableExists(table.quoted());
    }
}
