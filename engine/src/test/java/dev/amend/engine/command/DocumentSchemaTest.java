package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.DaemonScheduler;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.ProofRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.journal.ThisMachine;
import dev.amend.engine.journal.Wait;
import dev.amend.engine.lakehouse.Pin;
import dev.amend.engine.output.Console;
import dev.amend.engine.output.Failures;
import dev.amend.engine.output.PlanView;
import dev.amend.engine.plan.Estimate;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.plan.PlanRecords;
import dev.amend.engine.plan.PlannedBatch;
import dev.amend.engine.query.ReadOnlyQuery;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.publish.branch.PublicationMemory;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.together.CommitStrategy;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import dev.amend.specs.yaml.SpecificationReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs are told keeps to the schemas in {@code docs/reference}, without a field too many or too few. */
final class DocumentSchemaTest {
    private static final Path SCHEMAS = Path.of("../docs/reference");
    private static final Path EXAMPLE = Path.of("../specs/examples/revenue-tax-fix.yaml");
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final String DIGEST = "sha256:77aa";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final Specification specification =
            SpecificationReader.read(EXAMPLE).specification();

    @TempDir
    Path state;

    @Test
    void statusKeepsToItsSchemaBeforeTheFirstRun() {
        journal()
                .record(new ProofRecord("sha256:1", "2025-08-30", 40, 4_000, Duration.ofSeconds(2), 9_000, true, NOON));

        JsonNode status = valid("status", said("status", id(), "-o", "json"));

        assertThat(status.get("status").asText()).isEqualTo("READY");
        assertThat(status.get("target").isNull()).isTrue();
        assertThat(status.get("approval").get("reason_void").asText()).isEqualTo("nobody has decided yet");
    }

    @Test
    void statusKeepsToItsSchemaWhileARunWaits() throws InterruptedException {
        try (DaemonScheduler scheduler = new DaemonScheduler("test-heartbeat");
                HeldLease lease = lease(scheduler)) {
            RunJournal run = begun(lease);
            run.record(aBatch(0).building(NOON), "");
            run.record(reconciled(1), "");
            run.record(aBatch(2).failed(new BatchRecord.Failure("CHECK_FAILED", "check 'revenue'")), "");
            run.waitFor(
                    List.of(new Wait("live-pipeline", "a commit at 11:59"), new Wait("rest", "resting until 12:01")));

            JsonNode status = valid("status", said("status", id(), "-o", "json"));

            assertThat(status.get("batches"))
                    .isEqualTo(json("{'total':79,'done':1,'due':76,'in_flight':1,'failed':1}"));
            assertThat(status.get("waiting_for")).isEqualTo(json("""
                                    [{'gate':'live-pipeline','reason':'a commit at 11:59','since':'2026-06-01T12:00:00Z'},
                                     {'gate':'rest','reason':'resting until 12:01','since':'2026-06-01T12:00:00Z'}]"""));
            assertThat(status.get("failures").get(0).get("code").asText()).isEqualTo("CHECK_FAILED");
            assertThat(status.get("run").get("epoch").asLong()).isEqualTo(1);
        }
    }

    @Test
    void statusKeepsToItsSchemaOncePublished() throws InterruptedException {
        published();

        JsonNode status = valid("status", said("status", id(), "-o", "json"));

        assertThat(status.get("progress").asDouble()).isEqualTo(1);
        assertThat(status.get("approval"))
                .isEqualTo(json(
                        "{'valid':true,'by':'finance-controller','digest':'%s','reason_void':null}".formatted(DIGEST)));
        assertThat(status.get("release"))
                .isEqualTo(json("{'snapshot':9007199254740993,'published_at':'2026-06-01T12:00:00Z','how':'commit'}"));
    }

    @Test
    void listKeepsToItsSchema() throws InterruptedException {
        assertThat(valid("list", said("list", "-o", "json"))).isEmpty();

        published();

        assertThat(valid("list", said("list", "-o", "json"))).hasSize(1);
    }

    @Test
    void planKeepsToItsSchema() {
        Plan measured = aPlan(new Estimate(
                1_500_000,
                40_000_000,
                Optional.of(Duration.ofSeconds(95)),
                Optional.of(new Estimate.Cost(new BigDecimal("0.0002"), "EUR"))));
        Plan unmeasured = aPlan(new Estimate(1_500_000, 40_000_000, Optional.empty(), Optional.empty()));

        JsonNode document = valid("plan", tree(new PlanView(specification, measured).document()));
        valid("plan", tree(new PlanView(specification, unmeasured).document()));

        assertThat(document.get("batches")).hasSize(79);
        assertThat(document.get("batches").get(0))
                .isEqualTo(
                        json(
                                "{'id':'2024-12-01','start':'2024-12-01','end':'2024-12-07','partitions':7,'rows':100,'bytes':2000}"));
        assertThat(document.get("estimate").get("seconds").asLong()).isEqualTo(95);
        assertThat(document.get("together").asText()).isEqualTo("one_commit");
    }

    @Test
    void rowsKeepToTheSchemaOfSql() {
        ReadOnlyQuery.Answer answer = new ReadOnlyQuery.Answer(
                List.of("day", "rows", "net", "late"),
                List.of(List.of(java.sql.Date.valueOf("2026-05-01"), 7L, new BigDecimal("12.50"), true)),
                1);

        assertThat(valid("sql", tree(answer.documents())))
                .isEqualTo(json("[{'day':'2026-05-01','rows':7,'net':12.5,'late':true}]"));
    }

    @Test
    void errorsKeepToTheirSchema() throws IOException {
        Path mistaken = Files.writeString(state.resolve("mistaken.yaml"), "backfill_id: NO\nsource_rage: {}\n");

        JsonNode problems = valid("error", said("validate", mistaken.toString(), "-o", "json"));
        assertThat(problems.get("error").get("problems")).hasSizeGreaterThan(2);

        assertThat(errorCode("validate", state.resolve("missing.yaml").toString()))
                .isNotEmpty();
        assertThat(errorCode("status", "nothing-of-that-name")).isEqualTo("UNKNOWN_BACKFILL");
        assertThat(errorCode("approve", id())).isEqualTo("USAGE");
        assertThat(errorCode("status", "No Id!")).isNotEmpty();
    }

    @Test
    void anUnexpectedFailureKeepsToItsSchema() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(print(out), print(out), Console.Format.json, Console.Verbosity.NORMAL);

        int exitCode = new Failures(console, Failures.Detail.MESSAGE, () -> false)
                .report(new IllegalStateException("a bug\nof two lines"));

        assertThat(exitCode).isEqualTo(1);
        assertThat(valid("error", out.toString(StandardCharsets.UTF_8))
                        .get("error")
                        .get("code")
                        .asText())
                .isEqualTo("UNEXPECTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "list", "plan", "sql", "error", "explain", "dry-run"})
    void everySchemaIsStrict(String name) {
        List<String> lax = new ArrayList<>();

        collectLax(tree(SCHEMAS.resolve(name + ".schema.json")), name, lax);

        assertThat(lax).isEmpty();
    }

    @Test
    void aFieldTooManyOrTooFewIsSeen() {
        assertThat(violations("sql", json("[{'a':[1]}]"))).isNotEmpty();
        assertThat(violations("list", json("[{'backfill_id':'tax-fix'}]"))).hasSize(5);
        assertThat(violations("error", json("{'error':{'code':'A','message':'b','where':'','next':'','more':1}}")))
                .hasSize(1);
    }

    /** An object that takes unknown fields, or does without a known one. */
    private static void collectLax(JsonNode schema, String path, List<String> lax) {
        boolean isObject = schema.path("type").toString().contains("\"object\"");
        if (isObject && !schema.has("additionalProperties")) {
            lax.add(path + " takes unknown fields");
        }
        if (isObject && schema.path("additionalProperties").isBoolean()) {
            List<String> required = new ArrayList<>();
            schema.path("required").forEach(name -> required.add(name.asText()));
            schema.path("properties").fieldNames().forEachRemaining(name -> {
                if (!required.contains(name) && !name.equals("problems")) {
                    lax.add("%s does without %s".formatted(path, name));
                }
            });
        }
        schema.properties().forEach(field -> collectLax(field.getValue(), path + "." + field.getKey(), lax));
    }

    private static JsonNode valid(String schema, String document) {
        return valid(schema, parsed(document));
    }

    private static JsonNode valid(String schema, JsonNode document) {
        assertThat(violations(schema, document)).as("%s: %s", schema, document).isEmpty();
        return document;
    }

    private static List<String> violations(String name, JsonNode document) {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        tree(SCHEMAS.resolve(name + ".schema.json")),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
        return schema.validate(document).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private String errorCode(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        return valid("error", said(all.toArray(String[]::new)))
                .get("error")
                .get("code")
                .asText();
    }

    /** What a command prints on standard output. */
    private String said(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                Map.of("AMEND_STATE", state.toString()),
                print(out),
                print(new ByteArrayOutputStream()),
                clock,
                duration -> {},
                "alex");
        new CommandLineProgram(surroundings).run(arguments);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private String id() {
        return specification.id().value();
    }

    private Journal journal() {
        return new Journals(new LocalStateStore(state), clock).openOrNew(specification.id());
    }

    private HeldLease lease(DaemonScheduler scheduler) throws InterruptedException {
        return new LeaseKeeper(new LocalStateStore(state), new ThisMachine(), scheduler, clock, LeaseTimes.DEFAULTS)
                .acquire(specification.id(), "run-1");
    }

    private RunJournal begun(HeldLease lease) {
        RunJournal run = journal().heldBy(lease);
        run.freeze(SpecificationReader.read(EXAMPLE).text());
        Plan plan = aPlan(new Estimate(1, 1, Optional.empty(), Optional.empty()));
        run.record(new PlanRecords("0.1.0").of(specification, plan, NOON, 1), "first run");
        run.transition(BackfillState.RUNNING, "");
        return run;
    }

    private void published() throws InterruptedException {
        try (DaemonScheduler scheduler = new DaemonScheduler("test-heartbeat");
                HeldLease lease = lease(scheduler)) {
            RunJournal run = begun(lease);
            for (int batch = 0; batch < specification.batches().size(); batch++) {
                run.record(reconciled(batch), "");
            }
            run.writeSealedReport(
                    "summary.json",
                    "{\"digest\":\"%s\",\"verdict\":\"PASS\"}".formatted(DIGEST).getBytes(StandardCharsets.UTF_8));
            run.transition(BackfillState.BUILT, "report " + DIGEST);
            journal()
                    .record(new ApprovalRecord(
                            ApprovalRecord.Decision.APPROVED,
                            "finance-controller",
                            NOON,
                            "figures agree",
                            DIGEST,
                            ApprovalRecord.UNSIGNED));
            journal().transition(BackfillState.APPROVED, "finance-controller", "figures agree");
            run.record(new ReleaseRecord(
                    ReleaseRecord.Kind.PUBLISH,
                    9007199254740993L,
                    41,
                    ReleaseRecord.How.COMMIT,
                    NOON,
                    "alex",
                    DIGEST,
                    "FIN-2841"));
            run.transition(BackfillState.PUBLISHED, "FIN-2841");
        }
    }

    private BatchRecord aBatch(int index) {
        return BatchRecord.due(specification.batches().get(index).id());
    }

    private BatchRecord reconciled(int index) {
        return aBatch(index)
                .building(NOON)
                .built(100 + index, 7, 70, Duration.ofSeconds(2))
                .reconciled(100 + index, new BatchRecord.FindingCounts(5, 0, 0), Duration.ofSeconds(1));
    }

    private Plan aPlan(Estimate estimate) {
        return new Plan(
                new TableContract("5f0c", 0, 0, 2),
                42,
                NOON,
                specification.batches().stream()
                        .map(batch -> new PlannedBatch(batch, 100, 2_000))
                        .toList(),
                Map.of("revenue_events", new Pin(TableId.parse("staging.revenue_events"), 7, Optional.of(0))),
                Set.of(),
                NOON,
                estimate,
                new PublicationMemory(550, 550, 8),
                specification.transform().sql(),
                Map.of("batch_start", "2024-12-01", "started_at", NOON),
                CommitStrategy.ONE_COMMIT,
                List.of("no target.key"));
    }

    /** JSON with single quotes, for tests. */
    private static JsonNode json(String text) {
        return parsed(text.replace('\'', '"'));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    /** As it is written and read again. */
    private static JsonNode tree(Object document) {
        try {
            return document instanceof Path file
                    ? JSON.readTree(Files.readString(file))
                    : JSON.readTree(JSON.writeValueAsString(document));
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + document, e);
        }
    }
}
