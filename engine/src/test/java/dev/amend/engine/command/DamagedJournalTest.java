package dev.amend.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal is believed only where it is whole: what is damaged is named, and hides no other backfill. */
final class DamagedJournalTest {
    private static final String ID = SmallJournal.ID;
    private static final String OTHER = "other-fix";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** They take turns at the damages, so that each meets every file damaged in many ways. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("status", ID),
            List.of("list"),
            List.of("approve", ID, "--by", "olga", "--reason", "again"),
            List.of("publish", ID));

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");

    /** Approved first and rejected then, so that publish ends before it needs Spark. */
    @BeforeEach
    void keepTwoBackfills() {
        for (String id : List.of(ID, OTHER)) {
            try (SmallJournal journal = SmallJournal.running(id, dir, clock)) {
                journal.built("aa11", "PASS");
            }
            for (String command : List.of("approve", "reject", "pause", "resume")) {
                assertThat(run(command, id, "--by", "olga", "--reason", "so").err())
                        .isEmpty();
            }
        }
    }

    private TestProgram.Outcome run(String... arguments) {
        return new TestProgram(clock, clock, Map.of("AMEND_STATE", dir.toString()), "maria").run(arguments);
    }

    private Path folder(String id) {
        return dir.resolve("backfills").resolve(id);
    }

    private static Map<String, byte[]> content(Path folder) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return content;
    }

    private void putBack(Map<String, byte[]> whole) throws IOException {
        Map<String, byte[]> now = content(folder(ID));
        for (String added : now.keySet()) {
            if (!whole.containsKey(added)) {
                Files.delete(folder(ID).resolve(added));
            }
        }
        for (Map.Entry<String, byte[]> file : whole.entrySet()) {
            if (!Arrays.equals(file.getValue(), now.get(file.getKey()))) {
                Files.write(folder(ID).resolve(file.getKey()), file.getValue());
            }
        }
    }

    /** One damage of one file; no content: it is deleted. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared
    private record Damage(String file, String what, byte[] content) {

        boolean isDeletion() {
            return what.equals("deleted");
        }
    }

    @Test
    void everyDamageIsHarmlessOrNamedAndHidesNoOtherBackfill() throws IOException {
        Map<String, byte[]> whole = content(folder(ID));
        Map<List<String>, TestProgram.Outcome> before = new HashMap<>();
        for (List<String> command : COMMANDS) {
            before.put(command, run(command.toArray(String[]::new)));
            putBack(whole);
        }
        List<Damage> damages = damages(whole);
        Random turns = new Random(11);
        List<String> wrong = new ArrayList<>();

        for (Damage damage : damages) {
            List<String> command = COMMANDS.get(turns.nextInt(COMMANDS.size()));
            apply(damage);
            wrong.addAll(judged(damage, command, run(command.toArray(String[]::new)), before.get(command)));
            repair(damage, command, whole);
        }

        assertThat(damages).hasSizeGreaterThanOrEqualTo(700);
        assertThat(wrong).isEmpty();
    }

    private void apply(Damage damage) throws IOException {
        Path file = folder(ID).resolve(damage.file());
        if (damage.isDeletion()) {
            Files.delete(file);
        } else {
            Files.write(file, damage.content());
        }
    }

    /** Only one of the commands writes. */
    private void repair(Damage damage, List<String> command, Map<String, byte[]> whole) throws IOException {
        Files.write(folder(ID).resolve(damage.file()), whole.get(damage.file()));
        if (command.contains("approve")) {
            putBack(whole);
        }
    }

    private static List<String> judged(
            Damage damage, List<String> command, TestProgram.Outcome outcome, TestProgram.Outcome before) {
        String said = outcome.out() + outcome.err();
        boolean isLastEvent = damage.isDeletion() && damage.file().startsWith("events/");
        String name = isLastEvent ? "events/" : damage.file().replaceFirst("(\\d{6}).*", "$1");
        boolean isNamed = outcome.exitCode() == 3 && said.contains(name);
        List<String> wrong = new ArrayList<>();
        if (!outcome.equals(before) && !isNamed) {
            wrong.add("is not named");
        }
        if (said.contains("Unexpected") || said.contains("\tat ")) {
            wrong.add("is unexpected");
        }
        if (command.contains("list") && !said.contains(OTHER)) {
            wrong.add("hides another backfill");
        }
        return wrong.stream()
                .map(fault -> "%s %s %s, %s: %d %s"
                        .formatted(damage.file(), damage.what(), fault, command.get(0), outcome.exitCode(), said))
                .toList();
    }

    private List<Damage> damages(Map<String, byte[]> whole) throws IOException {
        Map<String, byte[]> others = content(folder(OTHER));
        Random random = new Random(7);
        List<Damage> damages = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        for (Map.Entry<String, byte[]> entry : whole.entrySet()) {
            String file = entry.getKey();
            byte[] content = entry.getValue();
            damages.add(new Damage(file, "deleted", content));
            boolean isFirstOfItsKind = kinds.add(kind(file));
            if (isFirstOfItsKind) {
                damages.add(new Damage(file, "emptied", new byte[0]));
                damages.add(new Damage(file, "swapped", others.getOrDefault(file, new byte[0])));
            }
            for (int i = 0; i < (isFirstOfItsKind ? 5 : 2); i++) {
                damages.add(new Damage(file, "cut", Arrays.copyOf(content, random.nextInt(content.length))));
                damages.add(new Damage(file, "flipped", flipped(content, random)));
            }
            if (file.endsWith(".json") && isFirstOfItsKind) {
                damages.addAll(fields(file, content));
                damages.addAll(withoutSeal(file, content));
            }
        }
        return damages;
    }

    /** What holds for one batch or event holds for the others. */
    private static String kind(String file) {
        return file.replaceFirst("/\\d[^/]*$", "");
    }

    private static byte[] flipped(byte[] content, Random random) {
        byte[] flipped = content.clone();
        flipped[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(7));
        return flipped;
    }

    private static List<Damage> fields(String file, byte[] content) throws IOException {
        List<Damage> damages = new ArrayList<>();
        ObjectNode document = (ObjectNode) JSON.readTree(content);
        for (String name : names(document)) {
            ObjectNode dropped = document.deepCopy();
            JsonNode value = dropped.remove(name);
            damages.add(damage(file, name + " dropped", dropped));
            ObjectNode renamed = dropped.deepCopy();
            renamed.set(name + "_x", value);
            damages.add(damage(file, name + " renamed", renamed));
            damages.add(damage(file, name + " null", dropped.deepCopy().putNull(name)));
            damages.add(damage(file, name + " retyped", dropped.deepCopy().put(name, value.isTextual() ? "7" : "x")));
        }
        return damages;
    }

    /** As who edits by hand would do: the fields that tell of the edit are left out with it. */
    private static List<Damage> withoutSeal(String file, byte[] content) throws IOException {
        ObjectNode document = (ObjectNode) JSON.readTree(content);
        boolean isSealed = document.has("object");
        document.remove(List.of("object", "sha256"));
        List<Damage> damages = new ArrayList<>();
        for (String name : isSealed ? names(document) : List.<String>of()) {
            damages.add(damage(
                    file,
                    "seal dropped, %s emptied".formatted(name),
                    document.deepCopy().set(name, empty(document.get(name)))));
        }
        return damages;
    }

    private static JsonNode empty(JsonNode value) {
        if (value.isArray()) {
            return JSON.createArrayNode();
        }
        return value.isTextual()
                ? JSON.getNodeFactory().textNode("")
                : JSON.getNodeFactory().numberNode(0);
    }

    private static List<String> names(ObjectNode document) {
        List<String> names = new ArrayList<>();
        document.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Damage damage(String file, String what, JsonNode content) {
        return new Damage(file, what, content.toString().getBytes(UTF_8));
    }

    @Test
    void aBrokenBackfillIsListedAsBrokenBesideTheOthers() throws IOException {
        Files.delete(folder(ID).resolve("status.json"));

        TestProgram.Outcome listed = run("list", "-o", "json");

        assertThat(listed.exitCode()).isEqualTo(3);
        assertThat(listed.json().at("/0/status").asText()).isEqualTo("BUILT");
        assertThat(listed.json().at("/0/error").isNull()).isTrue();
        assertThat(listed.json().at("/1/status").asText()).isEqualTo("BROKEN");
        assertThat(listed.json().at("/1/error/code").asText()).isEqualTo("JOURNAL_INCOMPLETE");
        assertThat(listed.json().at("/1/error/message").asText())
                .isEqualTo(
                        "Cannot rely on the journal: backfills/tax-fix/status.json is missing, although an event in events/ records a move");
    }

    @Test
    void aBrokenBackfillHidesNoReleaseOfTheOthers() throws IOException {
        try (SmallJournal journal = SmallJournal.running("done-fix", dir, clock)) {
            journal.built("aa11", "PASS")
                    .moved(BackfillState.APPROVED, "")
                    .released(ReleaseRecord.Kind.PUBLISH, 77)
                    .moved(BackfillState.PUBLISHED, "");
        }
        Files.delete(folder(ID).resolve("status.json"));

        TestProgram.Outcome history = run("history", "-o", "json");

        assertThat(history.exitCode()).isEqualTo(3);
        assertThat(history.json().at("/0/backfill_id").asText()).isEqualTo("done-fix");
        assertThat(history.json().at("/0/error").isNull()).isTrue();
        assertThat(history.json().at("/1/backfill_id").asText()).isEqualTo(ID);
        assertThat(history.json().at("/1/kind").asText()).isEqualTo("BROKEN");
        assertThat(history.json().at("/1/error/message").asText()).contains("status.json is missing");
    }

    /** Else it would begin again, and build what is published already. */
    @Test
    void aRunBelievesNoBrokenJournalEither() throws IOException {
        Files.delete(folder(ID).resolve("status.json"));

        Path specification = Files.writeString(dir.resolve("tax.yaml"), SmallLake.specification(ID));

        TestProgram.Outcome refused = run("run", specification.toString());

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("backfills/tax-fix/status.json is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "reports/report.html, <p>, <b>, reports/report.html: SHA-256 is ",
        "reports/report.md, Pass, Good, reports/report.md: SHA-256 is ",
        "reports/report.json, aa11, aa12, reports/report.json: digest is ",
        "reports/summary.json, PASS, FAIL, reports/summary.json of the journal: sha256: the content was changed",
        "specification.yaml, sum(net), sum(gross), specification.yaml: its digest is "
    })
    void whatADecisionReliesOnMustBeAsTheRunWroteIt(String file, String from, String to, String told)
            throws IOException {
        Path path = folder(ID).resolve(file);
        Files.writeString(path, Files.readString(path).replace(from, to));

        for (List<String> command : COMMANDS) {
            TestProgram.Outcome outcome = run(command.toArray(String[]::new));
            assertThat(outcome.exitCode()).as("%s", command).isEqualTo(3);
            assertThat(outcome.out() + outcome.err()).as("%s", command).contains(told);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "reports/summary.json, '\"verdict\":', '\"findings\":[\"none\"],\"verdict\":'",
        "reports/seal.json, '\"report.md\":\"', '\"report.md\":\"0'"
    })
    void whatADecisionIsShownMustBeAsTheRunWroteItToo(String file, String from, String to) throws IOException {
        Path path = folder(ID).resolve(file);
        String before = Files.readString(path);
        assertThat(before).contains(from);

        Files.writeString(path, before.replace(from, to));
        requireNamed(file, COMMANDS);
        Files.delete(path);
        requireNamed(file, COMMANDS);
    }

    private void requireNamed(String what, List<List<String>> commands) {
        for (List<String> command : commands) {
            TestProgram.Outcome outcome = run(command.toArray(String[]::new));
            assertThat(outcome.exitCode()).as("%s", command).isEqualTo(3);
            assertThat(outcome.out() + outcome.err())
                    .as("%s", command)
                    .contains(what)
                    .doesNotContain("Unexpected");
        }
    }

    @Test
    void aReportIsHandedOutOnlyAsTheRunWroteIt() throws IOException {
        publishOther();
        for (String id : List.of(ID, OTHER)) {
            for (String name : List.of("report.html", "report.md", "report.json", "summary.json")) {
                Path file = folder(id).resolve("reports").resolve(name);
                byte[] before = Files.readAllBytes(file);

                Files.writeString(file, " ", StandardOpenOption.APPEND);
                boolean isWhiteSpaceOfASealedFile = name.equals("summary.json");
                if (!isWhiteSpaceOfASealedFile) {
                    requireNamed("reports/" + name, List.of(List.of("report", id)));
                }
                Files.delete(file);
                requireNamed(
                        "reports/" + name,
                        List.of(List.of("report", id), List.of("report", id, "--format", "markdown")));
                Files.write(file, before);
            }
            assertThat(run("report", id).exitCode()).isZero();
        }
    }

    private void publishOther() {
        assertThat(run("approve", OTHER, "--by", "olga", "--reason", "so").exitCode())
                .isZero();
        try (SmallJournal journal = SmallJournal.again(OTHER, dir, clock)) {
            journal.released(ReleaseRecord.Kind.PUBLISH, 77).moved(BackfillState.PUBLISHED, "");
        }
    }

    @Test
    void theStatusOfWhatIsPublishedNamesTheSummaryThatIsGone() throws IOException {
        publishOther();
        Files.delete(folder(OTHER).resolve("reports/summary.json"));

        requireNamed("reports/summary.json", List.of(List.of("status", OTHER), List.of("list")));
    }

    @Test
    void aPlanWithoutSealAndBatchesIsNotBelieved() throws IOException {
        Path plan = folder(ID).resolve("plan.json");
        ObjectNode document = (ObjectNode) JSON.readTree(plan.toFile());
        document.remove(List.of("object", "sha256", "batches"));
        Files.writeString(plan, document.toString());

        requireNamed("plan.json of the journal: object: it is missing", COMMANDS);
    }

    @ParameterizedTest
    @CsvSource({"plan.json, /batches/0, id, ''", "batches/2026-01-12.json, '', build_duration, PT9223372036854775807S"})
    void whateverReadingOneBackfillThrowsHidesNoOther(String file, String object, String field, String value)
            throws IOException {
        Path path = folder(ID).resolve(file);
        ObjectNode document = (ObjectNode) JSON.readTree(path.toFile());
        ((ObjectNode) document.at(object)).put(field, value);
        Files.writeString(path, resealed(document).toString());

        requireNamed(ID, List.of(List.of("status", ID)));
        TestProgram.Outcome listed = run("list", "-o", "json");
        assertThat(listed.exitCode()).isEqualTo(3);
        assertThat(listed.json().at("/0/status").asText()).isEqualTo("BUILT");
        assertThat(listed.json().at("/1/status").asText()).isEqualTo("BROKEN");
        assertThat(listed.json().at("/1/error/code").asText()).isEqualTo("JOURNAL_UNREADABLE");
        assertThat(run("history").err()).doesNotContain("Unexpected");
    }

    /** As one who knows how records are sealed would do it. */
    private static ObjectNode resealed(ObjectNode document) {
        document.remove("sha256");
        return document.put("sha256", sha256(document.toString()));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRejectionThatWasErasedIsMissed() throws IOException {
        String id = "erased-fix";
        try (SmallJournal journal = SmallJournal.running(id, dir, clock)) {
            journal.built("aa11", "PASS");
        }
        for (String command : List.of("approve", "approve", "reject")) {
            assertThat(run(command, id, "--by", "olga", "--reason", "so").exitCode())
                    .isZero();
        }

        Files.delete(folder(id).resolve("approvals/000003.json"));
        deleteEvents(id, "-decision-3-");
        deleteEvents(id, "-status-4-");

        requireNamed(
                "approvals/000003 is missing, although 3 decisions are on record",
                List.of(List.of("status", id), List.of("list"), List.of("publish", id)));
    }

    private void deleteEvents(String id, String part) throws IOException {
        try (Stream<Path> events = Files.list(folder(id).resolve("events"))) {
            for (Path event : events.filter(
                            file -> file.getFileName().toString().contains(part))
                    .toList()) {
                Files.delete(event);
            }
        }
    }

    @Test
    void eventsThatWereErasedAreMissed() throws IOException {
        deleteEvents(ID, "");

        requireNamed("events/*-status-1-* is missing, although status.json says", COMMANDS);
    }

    @Test
    void aStatusThatWasPutBackIsOutdated() throws IOException {
        Path status = folder(ID).resolve("status.json");
        byte[] built = Files.readAllBytes(status);
        run("approve", ID, "--by", "olga", "--reason", "so");
        Files.write(status, built);

        requireNamed("status.json says BUILT, but events/", COMMANDS);
    }

    @Test
    void aStatusThatIsOlderThanAReleaseIsOutdated() {
        try (SmallJournal journal = SmallJournal.again(ID, dir, clock)) {
            journal.released(ReleaseRecord.Kind.PUBLISH, 77);
        }

        requireNamed("status.json says BUILT, but releases/000001.json was written after that", COMMANDS);
    }

    @Test
    void aLinkThatLeadsNowhereAndADirectoryAreNamedAsSuch() throws IOException {
        Path first = folder(ID).resolve("approvals/000001.json");
        Files.delete(first);
        Files.createSymbolicLink(first, dir.resolve("nowhere"));
        requireNamed("approvals/000001.json is missing, although its name is there", COMMANDS);

        Files.delete(first);
        Files.createDirectory(first);
        requireNamed("approvals/000001.json of the journal: a directory is in the place of the file", COMMANDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status.json", "plan.json", "specification.yaml", "reports/report.html", "reports/seal.json"})
    void aDirectoryInThePlaceOfAFileIsNamed(String file) throws IOException {
        Files.delete(folder(ID).resolve(file));
        Files.createDirectory(folder(ID).resolve(file));

        requireNamed(file, COMMANDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUNNING", "CANCELLED"})
    void aFrozenSpecificationThatCannotBeReadHidesNoOtherBackfill(String state) throws IOException {
        try (SmallJournal journal = SmallJournal.running("sick-fix", dir, clock)) {
            if (state.equals("CANCELLED")) {
                journal.moved(BackfillState.CANCELLED, "");
            }
        }
        Files.writeString(folder("sick-fix").resolve("specification.yaml"), "backfill_id: [");

        requireNamed("specification.yaml", List.of(List.of("list"), List.of("status", "sick-fix")));
        assertThat(run("list").out()).contains(ID, OTHER);
    }

    @Test
    void aRunThatWasKilledLeavesAWholeJournal() {
        try (SmallJournal journal = SmallJournal.running("killed-fix", dir, clock)) {
            journal.batch(BatchRecord.due(SmallLake.BATCHES.get(0)).building(SmallJournal.MORNING));
        }

        assertThat(run("status", "killed-fix").exitCode()).isZero();
        assertThat(run("list").exitCode()).isZero();
    }
}
