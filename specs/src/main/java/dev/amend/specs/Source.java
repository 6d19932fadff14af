package dev.amend.specs;

import java.util.Optional;

/**
 * A table that the transformation reads, at one pinned snapshot.
 *
 * @param partitionKey the column by which it is read bounded; empty: read whole
 * @param lookback how many partitions before a batch are read with it
 * @param lookahead how many partitions after a batch are read with it
 */
public record Source(String name, TableId table, Optional<String> partitionKey, int lookback, int lookahead) {}
