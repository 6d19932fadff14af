package dev.amend.publish.together;

import java.util.List;
import org.apache.iceberg.catalog.TableCommit;

/** A catalog's one commit of several tables: it does all of it or nothing. */
public interface CatalogTransaction {

    /** Sends it; what an exception means is found out from the tables. */
    void commit(List<TableCommit> commits);
}
