package dev.amend.engine.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where things are.
 *
 * @param state the folder of the journals
 * @param governance the namespace of the audit tables
 * @param spark settings for the embedded Spark; not used where Spark was started by spark-submit
 */
public record Configuration(Path state, String governance, Map<String, String> spark) {

    public static final Configuration DEFAULTS = new Configuration(Path.of("amend-state"), "governance", Map.of());

    public Configuration {
        spark = Map.copyOf(new TreeMap<>(spark));
    }

    public Configuration withState(Path other) {
        return new Configuration(other, governance, spark);
    }
}
