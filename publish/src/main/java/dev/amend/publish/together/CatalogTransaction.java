package dev.amend.publish.together;

import java.util.List;
import org.apache.iceberg.catalog.TableCommit;

/** A commit of several tables that a catalog applies completely or not at all. */
public interface CatalogTransaction {

    /** Sends the commit; after an exception, the tables show whether it was applied. */
    void commit(List<TableCommit> commits);
}
