package dev.amend.reconciliation;

import dev.amend.reconciliation.pairs.PairSource;
import dev.amend.reconciliation.pairs.rows.RowPairs;
import dev.amend.reconciliation.pairs.stored.StoredPairs;

/** The choice of how pairs are read. */
final class PairSources {

    private PairSources() {}

    /** The fastest source that works with the Spark of this process. */
    static PairSource found() {
        return StoredPairs.isSupported() ? new StoredPairs() : new RowPairs();
    }
}
