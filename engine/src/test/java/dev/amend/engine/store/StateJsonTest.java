package dev.amend.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchRecord.Failure;
import dev.amend.engine.journal.BatchRecord.FindingCounts;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.specs.error.AmendException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StateJsonTest {
    private static final BatchRecord FAILED = BatchRecord.due("2024-12-01")
            .building(Instant.parse("2026-06-01T10:00:00.5Z"))
            .built(4_611_686_018_427_387_904L, 700, 9_000, Duration.ofMillis(61_500))
            .failed(new Failure("CHECK_FAILED", "revenue: \"5 %\" – too much"));

    private static final String KEY = "a/b.json";

    private final StateJson json = new StateJson();

    @Test
    void writesForPeopleAndScripts() {
        assertThat(new String(json.write(KEY, FAILED), UTF_8)).isEqualTo("""
                        {
                          "id" : "2024-12-01",
                          "state" : "FAILED",
                          "attempts" : 1,
                          "built_again_for" : null,
                          "snapshot_id" : 4611686018427387904,
                          "reconciled_snapshot_id" : null,
                          "rows" : 700,
                          "bytes" : 9000,
                          "started_at" : "2026-06-01T10:00:00.500Z",
                          "build_duration" : "PT1M1.5S",
                          "reconcile_duration" : null,
                          "last_error" : {
                            "code" : "CHECK_FAILED",
                            "message" : "revenue: \\"5 %\\" – too much"
                          },
                          "findings" : {
                            "pass" : 0,
                            "warn" : 0,
                            "fail" : 0
                          },
                          "epoch" : 0,
                          "object" : "a/b.json",
                          "sha256" : "fc02fb0a03c84673e435b9e098b63cd2b78d0656a87a2246c7030d557051fcee"
                        }
                        """);
    }

    @Test
    void readsWhatItWrote() {
        PlanRecord plan = new PlanRecord(
                "s1",
                "finance.daily_revenue",
                "uuid-1",
                0,
                1,
                2,
                new PlanRecord.Baseline(42, Instant.parse("2026-06-01T10:00:00.123456789Z")),
                List.of(new PlanRecord.PlannedBatch("2024-12-08", "2024-12-08", "2024-12-14", 7, 700, 9_000)),
                pins(),
                List.of(),
                Instant.EPOCH,
                "0.1.0",
                Instant.EPOCH,
                1);

        assertThat(read(new String(json.write(KEY, plan), UTF_8), PlanRecord.class))
                .isEqualTo(plan);
        assertThat(read(new String(json.write(KEY, FAILED), UTF_8), BatchRecord.class))
                .isEqualTo(FAILED);
        assertThat(read(new String(json.write(KEY, Control.DEFAULTS), UTF_8), Control.class))
                .isEqualTo(Control.DEFAULTS);
    }

    @Test
    void keepsTheOrderOfPins() {
        PlanRecord plan = new PlanRecord(
                "s1",
                "a.b",
                "u",
                0,
                0,
                2,
                new PlanRecord.Baseline(1, Instant.EPOCH),
                List.of(),
                pins(),
                List.of(),
                Instant.EPOCH,
                "0.1.0",
                Instant.EPOCH,
                1);

        PlanRecord read = read(new String(json.write(KEY, plan), UTF_8), PlanRecord.class);

        assertThat(read.pins()).containsExactlyEntriesOf(pins());
    }

    @Test
    void ignoresWhatANewerEngineWrote() {
        String newer = """
                {"pass": 1, "warn": 2, "fail": 3, "shrug": {"a": [1, 2]}}""";

        assertThat(read(sealed(newer), FindingCounts.class)).isEqualTo(new FindingCounts(1, 2, 3));
    }

    @Test
    void takesAnAbsentListAsEmptyAndAnAbsentOptionalToo() {
        assertThat(read(sealed("""
                        {"wanted": "PAUSE", "by": "ann", "at": "2026-06-01T10:00:00Z", "reason": "", "mode": "DRAIN"}"""), Control.class).limits()).isEmpty();
        assertThat(read(sealed("{\"table\": \"a.b\", \"snapshot_id\": null}"), PlanRecord.Pin.class))
                .isEqualTo(new PlanRecord.Pin("a.b", Optional.empty(), Optional.empty()));
    }

    @Test
    void saysWhatIsWrongWithAnObject() {
        assertUnreadable("", "it is no JSON object");
        assertUnreadable("null", "it is no JSON object");
        assertUnreadable("{\"pass\": 1,\n \"warn\": ", "line 2, column 10: the text ends too early");
        assertUnreadable("{\"pass\": 1, \"warn\": 2}", "fail: it is missing");
        assertUnreadable("{\"pass\": \"many\", \"warn\": 2, \"fail\": 3}", "pass: 'many' is no int");
        assertUnreadable("{\"pass\": 1, \"warn\": 2, \"fail\": 3} {", "line 1, column 35: something else belongs here");
        assertUnreadable("[]", "it is no JSON object");
    }

    @Test
    void saysWhereInAnObjectSomethingIsWrong() {
        assertThatThrownBy(() ->
                        read(new String(json.write(KEY, FAILED), UTF_8).replace("PT1M1.5S", "61"), BatchRecord.class))
                .hasMessage("Cannot read a/b.json of the journal: build_duration: '61' is not a duration in ISO 8601");
        assertThatThrownBy(() ->
                        read(new String(json.write(KEY, FAILED), UTF_8).replace("FAILED", "LOST"), BatchRecord.class))
                .hasMessage("Cannot read a/b.json of the journal: state: 'LOST' is no BatchState");
        assertThatThrownBy(() -> read(
                        new String(json.write(KEY, FAILED), UTF_8).replace("\"id\"", "\"name\""), BatchRecord.class))
                .hasMessage("Cannot read a/b.json of the journal: id: it is missing");
    }

    @Test
    void believesNoRecordWithoutItsSeal() {
        assertUnreadable("{\"pass\": 1, \"warn\": 2, \"fail\": 3}", "object: it is missing");
        assertUnreadable("{\"pass\": 1, \"warn\": 2, \"fail\": 3, \"object\": \"a/b.json\"}", "sha256: it is missing");
        assertUnreadable(
                "{\"pass\": 1, \"warn\": 2, \"fail\": 3, \"object\": null, \"sha256\": null}", "object: it is missing");
    }

    @Test
    void keepsWhatItSealsAsItIs() {
        String document = "{\"b\":[1.50,12345678901234567890],\"a\":{\"c\":\"password=x\"}}";

        byte[] sealed = json.seal(KEY, document.getBytes(UTF_8));

        assertThat(json.unseal(KEY, "file:" + KEY, sealed))
                .isEqualTo(json.unseal(KEY, "file:" + KEY, json.seal(KEY, json.unseal(KEY, "", sealed))));
        assertThat(new String(json.unseal(KEY, "", sealed), UTF_8)).contains("password=x", "12345678901234567890");
        assertThatThrownBy(() -> json.unseal(KEY, "", document.getBytes(UTF_8)))
                .hasMessage("Cannot read a/b.json of the journal: object: it is missing");
        assertThatThrownBy(() -> json.unseal("b/c.json", "", sealed))
                .hasMessage("Cannot read b/c.json of the journal: object: it was written as 'a/b.json'");
    }

    private String sealed(String text) {
        return new String(json.seal(KEY, text.getBytes(UTF_8)), UTF_8);
    }

    private void assertUnreadable(String text, String reason) {
        assertThatThrownBy(() -> read(text, FindingCounts.class))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(StateCode.JOURNAL_UNREADABLE);
                    assertThat(e).hasMessage("Cannot read a/b.json of the journal: " + reason);
                    assertThat(e.where()).isEqualTo("file:a/b.json");
                    assertThat(e.next()).startsWith("Undo the last change by hand");
                });
    }

    private <T> T read(String text, Class<T> type) {
        return json.read("a/b.json", "file:a/b.json", text.getBytes(UTF_8), type);
    }

    private static Map<String, PlanRecord.Pin> pins() {
        Map<String, PlanRecord.Pin> pins = new LinkedHashMap<>();
        for (String source : List.of("z", "b", "m")) {
            pins.put(source, new PlanRecord.Pin("staging." + source, Optional.of(7L), Optional.of(0)));
        }
        pins.put("folder", new PlanRecord.Pin("parquet", Optional.empty(), Optional.empty()));
        return pins;
    }
}
