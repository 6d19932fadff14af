package dev.amend.engine.lakehouse;

import dev.amend.specs.text.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Applies the settings of {@code execution.spark} to a session. */
final class SessionSettings {
    /** The settings that others read from the session and that Spark does not know. */
    private static final List<String> OF_OTHERS = List.of("spark.sql.iceberg.", Lakehouse.POOL);

    private final SparkSession session;

    SessionSettings(SparkSession session) {
        this.session = session;
    }

    /** @throws dev.amend.specs.error.AmendException naming every setting that this Spark does not accept */
    void apply(Map<String, String> settings) {
        List<String> refused = new ArrayList<>();
        new TreeMap<>(settings).forEach((key, value) -> apply(key, value, refused));
        if (!refused.isEmpty()) {
            throw LakehouseCode.settingsRefused(refused, session.version());
        }
    }

    private void apply(String key, String value, List<String> refused) {
        if (!session.conf().isModifiable(key) && OF_OTHERS.stream().noneMatch(key::startsWith)) {
            refused.add("%s is unknown or cannot be changed in a session".formatted(key));
            return;
        }
        try {
            session.conf().set(key, value);
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            refused.add("%s: %s".formatted(key, Reason.of(e)));
        }
    }
}
