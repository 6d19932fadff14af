package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.RowClass;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;

/**
 * A row on one side only, which may be on the other side in another partition.
 *
 * @param restHash the hash of the key without the partition
 * @param contentHash the hash of everything except the key
 */
public record LoneRow(
        RowClass rowClass,
        long restHash,
        long contentHash,
        long keyHash,
        long partition,
        int rule,
        List<BigDecimal> deltas)
        implements Serializable {

    /** The hashes that a row keeps when it moves to another partition. */
    public record Identity(long restHash, long contentHash) {}

    public Identity identity() {
        return new Identity(restHash, contentHash);
    }
}
