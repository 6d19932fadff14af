package dev.amend.specs;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A table that the transformation reads at one pinned snapshot.
 *
 * @param partitionKey the column that bounds each read; empty: the whole table is read
 * @param lookback the number of partitions before a batch that are read with it
 * @param lookahead the number of partitions after a batch that are read with it
 */
public record Source(String name, TableId table, Optional<String> partitionKey, int lookback, int lookahead) {

    /** The same with another name of the column. */
    public Source withPartitionKey(UnaryOperator<String> column) {
        return new Source(name, table, partitionKey.map(column), lookback, lookahead);
    }
}
