package dev.amend.engine.config;

import dev.amend.engine.store.StateLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The places and settings from {@code amend.yaml}, the environment and the flags.
 *
 * @param state the place of the journals
 * @param governance the namespace of the audit tables
 * @param spark the settings for the embedded Spark; ignored where spark-submit started Spark
 */
public record Configuration(StateLocation state, String governance, Map<String, String> spark) {

    public static final Configuration DEFAULTS =
            new Configuration(new StateLocation(Path.of("amend-state")), "governance", Map.of());

    public Configuration {
        spark = Map.copyOf(new TreeMap<>(spark));
    }

    public Configuration withState(StateLocation other) {
        return new Configuration(other, governance, spark);
    }
}
