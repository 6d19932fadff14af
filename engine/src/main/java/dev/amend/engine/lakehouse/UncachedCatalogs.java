package dev.amend.engine.lakehouse;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Switches off the cache that Iceberg's Spark catalogs have by default. A table in it is not looked up again for half a
 * minute and longer, and each session has its own: one would not find the snapshot that another has just committed.
 */
final class UncachedCatalogs {
    private static final Pattern CATALOG = Pattern.compile("spark\\.sql\\.catalog\\.[^.]+");

    private UncachedCatalogs() {}

    /** What is to be set besides, whatever the settings say of the cache. */
    static Map<String, String> settings(Map<String, String> spark) {
        return spark.keySet().stream()
                .map(CATALOG::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(catalog -> catalog.group() + ".cache-enabled", catalog -> "false"));
    }
}
