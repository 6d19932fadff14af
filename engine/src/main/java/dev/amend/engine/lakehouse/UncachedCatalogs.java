package dev.amend.engine.lakehouse;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns off the cache that Iceberg's Spark catalogs have by default. It does not look up a cached table again for half
 * a minute or longer, and each session has its own: one would miss the snapshot that another has just committed.
 */
final class UncachedCatalogs {
    private static final Pattern CATALOG = Pattern.compile("spark\\.sql\\.catalog\\.[^.]+");

    private UncachedCatalogs() {}

    /** The additional settings, which override what the settings say about the cache. */
    static Map<String, String> settings(Map<String, String> spark) {
        return spark.keySet().stream()
                .map(CATALOG::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(catalog -> catalog.group() + ".cache-enabled", catalog -> "false"));
    }
}
