package dev.amend.reconciliation;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;

/**
 * A row on one side only, in case it turns up on the other side in another partition.
 *
 * @param restHash the key without the partition
 * @param contentHash everything but the key
 */
record LoneRow(
        RowClass rowClass,
        long restHash,
        long contentHash,
        long keyHash,
        long partition,
        int rule,
        List<BigDecimal> deltas)
        implements Serializable {

    /** What a row has in common with itself in another partition. */
    record Identity(long restHash, long contentHash) {}

    Identity identity() {
        return new Identity(restHash, contentHash);
    }
}
