package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.hooks.StepListener;
import dev.amend.engine.journal.DaemonScheduler;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.ProofRecord;
import dev.amend.engine.journal.ThisMachine;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.specs.BackfillId;
import dev.amend.specs.yaml.SpecificationReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small warehouse with a specification beside it, and the program to carry it out. */
final class SmallWorld implements AutoCloseable {
    static final String ID = "tax-fix";

    private final Path dir;
    private final SmallLake lake;
    private final Path specification;
    private final TestProgram program;

    private SmallWorld(Path dir, SmallLake lake, Path specification, TestProgram program) {
        this.dir = dir;
        this.lake = lake;
        this.specification = specification;
        this.program = program;
    }

    static SmallWorld create(Path dir) throws IOException {
        return create(dir, SmallLake.specification(ID));
    }

    static SmallWorld create(Path dir, String specification) throws IOException {
        return create(dir, specification, Map.of());
    }

    /** With more of Spark's settings, such as a second catalog. */
    static SmallWorld create(Path dir, String specification, Map<String, String> more) throws IOException {
        SmallLake lake = SmallLake.create(dir, more);
        lake.writeConfiguration();
        Files.writeString(specification(dir), specification);
        return of(dir, lake);
    }

    /** One that is in this folder already. */
    static SmallWorld reopen(Path dir) {
        return of(dir, SmallLake.reopen(dir));
    }

    private static SmallWorld of(Path dir, SmallLake lake) {
        TestProgram program = new TestProgram(
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()),
                Map.of("AMEND_CONFIG", configuration(dir).toString()),
                "maria");
        return new SmallWorld(dir, lake, specification(dir), program);
    }

    private static Path specification(Path dir) {
        return dir.resolve("tax-fix.yaml");
    }

    private static Path configuration(Path dir) {
        return dir.resolve("amend.yaml");
    }

    /** In a process of its own, with this warehouse's configuration. */
    ProcessBuilder inProcess(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("AMEND_CONFIG", configuration(dir).toString());
        return builder;
    }

    SmallLake lake() {
        return lake;
    }

    String specification() {
        return specification.toString();
    }

    void changeSpecification(String from, String to) throws IOException {
        String before = Files.readString(specification);
        assertThat(before).contains(from);
        Files.writeString(specification, before.replace(from, to));
    }

    Path folder() {
        return dir;
    }

    Journal journal() {
        return journal(ID);
    }

    Journal journal(String id) {
        return new Journals(store(), Clock.systemUTC()).openOrNew(new BackfillId(id));
    }

    LeaseKeeper leases() {
        return new LeaseKeeper(
                store(), new ThisMachine(), new DaemonScheduler("test-lease"), Clock.systemUTC(), LeaseTimes.DEFAULTS);
    }

    private LocalStateStore store() {
        return new LocalStateStore(dir.resolve("state"));
    }

    /** Says that the specification as it is was proved, which a test elsewhere really does. */
    void assumeProved() {
        assumeProved(ID, specification);
    }

    void assumeProved(String id, Path file) {
        String digest = SpecificationReader.read(file).specification().digest();
        journal(id)
                .record(new ProofRecord(
                        digest, "2026-01-05", 20, 1000, Duration.ofSeconds(1), 100, true, Instant.EPOCH));
    }

    TestProgram.Outcome run(String... arguments) {
        return program.run(arguments);
    }

    /** Runs a command that must end well, with someone who is told of every durable step. */
    void runToldTo(StepListener steps, List<String> arguments) {
        TestProgram.Outcome outcome = program.toldTo(steps).run(arguments.toArray(String[]::new));
        assertThat(outcome.exitCode()).as("%s%n%s", arguments, outcome.err()).isZero();
    }

    /** Runs a command that may end as it likes, with someone who is told of every durable step. */
    TestProgram.Outcome outcomeToldTo(StepListener steps, String... arguments) {
        return program.toldTo(steps).run(arguments);
    }

    /** Runs a command that fails right after a durable step: what it would have done then is not done. */
    void cutOffAfter(String step, String... arguments) {
        StepListener cut = new StepListener() {
            @Override
            public void after(String taken) {
                if (taken.equals(step)) {
                    throw new IllegalStateException("cut off after " + step);
                }
            }
        };
        TestProgram.Outcome outcome = program.toldTo(cut).run(arguments);
        assertThat(outcome.exitCode()).as("%s", outcome.err()).isEqualTo(1);
        assertThat(outcome.err()).contains("cut off after " + step);
    }

    /** Runs a command that must end with a code. */
    TestProgram.Outcome run(int exitCode, String... arguments) {
        TestProgram.Outcome outcome = program.run(arguments);
        assertThat(outcome.exitCode())
                .as("%s%n%s%n%s", String.join(" ", arguments), outcome.out(), outcome.err())
                .isEqualTo(exitCode);
        return outcome;
    }

    /** Runs a command as another person's machine would have the time. */
    TestProgram.Outcome runAt(Instant now, String... arguments) {
        return new TestProgram(
                        Clock.fixed(now, java.time.ZoneOffset.UTC),
                        duration -> {},
                        Map.of("AMEND_CONFIG", dir.resolve("amend.yaml").toString()),
                        "maria")
                .run(arguments);
    }

    /** Everything from an unproved specification to an approved report. */
    void approved() {
        assumeProved();
        run(0, "run", specification());
        run(0, "approve", ID, "--by", "olga", "--reason", "the figures are right");
    }

    /** Every object of the journals with its content, and the table's metadata file. */
    Map<String, String> everythingOnRecord() {
        Map<String, String> found = new TreeMap<>();
        found.put("metadata", metadataFile());
        found.put("events", lake.value("select max(snapshot_id) from staging.events.snapshots"));
        Path state = dir.resolve("state");
        if (!Files.exists(state)) {
            return found;
        }
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean beats = file.endsWith("lease.json");
                found.put(state.relativize(file).toString(), beats ? "beats" : Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private String metadataFile() {
        var table = (org.apache.iceberg.HasTableOperations) lake.target();
        return table.operations().current().metadataFileLocation();
    }

    List<String> refs() {
        return new ArrayList<>(new java.util.TreeSet<>(lake.target().refs().keySet()));
    }

    @Override
    public void close() {
        lake.close();
    }
}
