package dev.amend.specs;

import java.util.List;

/**
 * The queries that run after publication, until retirement.
 *
 * @param sources the tables that the checks read in addition to the target
 */
public record WatchRule(List<TableId> sources, List<WatchCheck> checks) {

    public WatchRule {
        sources = List.copyOf(sources);
        checks = List.copyOf(checks);
    }
}
