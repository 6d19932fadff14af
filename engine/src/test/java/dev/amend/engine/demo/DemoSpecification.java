package dev.amend.engine.demo;

import dev.amend.specs.DeltaRange;
import java.time.Instant;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** What the demo's specification says, read without the rules of the specification's reader. */
final class DemoSpecification {

    private DemoSpecification() {}

    static String transform() {
        return text("transform", "sql");
    }

    static String explanation(String rule) {
        return text("validation", "explained_by", rule);
    }

    static String sourceTotal(String name) {
        return text("validation", "source_totals", name, "source");
    }

    static DeltaRange expectedRevenueDelta() {
        return DeltaRange.parse(text("validation", "revenue_delta_expected"));
    }

    /** The parameters of one batch that is the whole range. */
    static Map<String, Object> wholeRange() {
        return Map.of(
                "batch_start",
                DemoCalendar.BUG_START,
                "batch_end",
                DemoCalendar.BUG_END,
                "started_at",
                Instant.parse("2026-06-15T08:00:00Z"),
                "issue",
                text("reason", "issue"));
    }

    private static String text(String... path) {
        Object value = new Yaml().load(DemoResource.specification().text());
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value.toString();
    }
}
