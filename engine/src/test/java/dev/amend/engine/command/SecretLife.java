package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.awaitility.Awaitility.await;

import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A backfill of which the shops' names may be secret: in the key, in checks, in queries that fail on them, and in a column of
 * the source that the target has not. Each command finds the loggers as a process of its own would.
 */
final class SecretLife implements AutoCloseable {
    private static final String CHECKS = """
            validation:
              explained_by:
                tax: new.net < old.net
              checks:
                - {name: rows, level: row, severity: warn, sql: "select concat(shop, '') as s, reverse(shop) as r, net from new"}
                - {name: broken, level: row, severity: warn, sql: "select cast(shop as int) from new"}
            """;
    private static final String WATCH = """
            watch:
              - {name: dashboard, sql: "select shop as s, net from finance.revenue", severity: warn}
              - {name: broken, sql: "select cast(shop as int) from finance.revenue", severity: warn}
            """;
    private static final String ROW = "day=2026-01-07,shop=shop-03";
    private static final String READS = "where day between";
    private static final String FAILS = "where cast(shop as int) > 0 and day between";

    /** By the piece of the specification that fails on a value: what stands there and what takes its place. */
    private static final Map<String, Map.Entry<String, String>> FAULTS = Map.of(
            "transform",
            Map.entry(READS, FAILS),
            "measure",
            Map.entry("  measures:\n", "  measures:\n    broken: sum(cast(shop as int))\n"),
            "total",
            Map.entry("validation:\n", """
                    validation:
                      source_totals:
                        labels:
                          target: sum(gross)
                          source: select sum(cast(label as int)) from events where day between :batch_start and :batch_end
                    """),
            "rule",
            Map.entry("validation:\n", "validation:\n  explained_by: {tax: cast(new.shop as int) > 0}\n"));

    private final SmallWorld world;
    private final CapturedLog log;
    private final Traces traces = new Traces();

    private SecretLife(SmallWorld world, CapturedLog log) {
        this.world = world;
        this.log = log;
    }

    /** @param column what the specification says of its columns besides */
    static Traces carriedOut(Path dir, String column) throws IOException {
        String specification = specification(ID, column).replace("validation:\n", CHECKS) + WATCH;
        try (SecretLife life = begun(dir, specification)) {
            life.build();
            life.look();
            life.release();
            return life.traces();
        }
    }

    /** Backfills of one batch that fail, each in another piece of its specification. */
    static Traces failed(Path dir, String column) throws IOException {
        try (SecretLife life = begun(dir, specification(ID, column))) {
            for (String piece : FAULTS.keySet().stream().sorted().toList()) {
                life.fail(piece, column);
            }
            return life.traces();
        }
    }

    private static SecretLife begun(Path dir, String specification) throws IOException {
        SmallWorld world = SmallWorld.create(dir, specification);
        world.lake().sql("alter table staging.events add column label string");
        world.lake()
                .sql(
                        "insert overwrite staging.events select day, shop, gross, tax, concat('x-', shop) from staging.events");
        return new SecretLife(world, CapturedLog.open());
    }

    private static String specification(String id, String column) {
        return SmallLake.specification(id)
                .replace("  volatile: [computed_at]", "  volatile: [computed_at]\n  " + column);
    }

    private void build() {
        String file = world.specification();
        tell(0, "dry run", "run", file, "--dry-run", "--report", dry().toString(), "--debug");
        tell(0, "prove", "prove", file, "--debug");
        tell(0, "run", "run", file, "--debug");
    }

    private void look() {
        tell(0, "explain", "explain", ID, "--key", ROW);
        tell(0, "explain as JSON", "explain", ID, "--key", ROW, "-o", "json");
        tell(
                2,
                "explain nothing",
                "explain",
                ID,
                "--key",
                "day=7 shop-03,shop='a'shop-03,shop-04,SHOP-05=1",
                "--debug");
        tell(0, "sql", "sql", "--of", ID, "select shop, upper(new.shop) as s, new.net from changes", "--debug");
        tell(3, "sql that fails", "sql", "--of", ID, "select cast(shop as int) from new", "--debug");
        tell(0, "report", "report", ID, "-o", "json");
        tell(0, "report as Markdown", "report", ID, "--format", "markdown");
    }

    private void release() throws IOException {
        tell(0, "approve", "approve", ID, "--by", "olga", "--reason", "the figures are right");
        tell(0, "publish", "publish", ID);
        tell(0, "verify", "verify", ID, "--spot-check", "95%", "--seed", "1");

        Path frozen = world.folder().resolve("state/backfills").resolve(ID).resolve("specification.yaml");
        String text = Files.readString(frozen);
        Files.writeString(frozen, text.replace("gross - tax as", "gross - tax - if(shop like '%7', 0.01, 0) as"));
        tell(3, "spot check that differs", "verify", ID, "--spot-check", "99.9%", "--debug");
        Files.writeString(frozen, text.replace(READS, FAILS));
        tell(3, "spot check that fails", "verify", ID, "--spot-check", "99.9%", "--debug");
        Files.writeString(frozen, text);

        tell(0, "rollback", "rollback", ID, "--reason", "wrong");
    }

    private void fail(String piece, String column) throws IOException {
        Map.Entry<String, String> fault = FAULTS.get(piece);
        Path file = Files.writeString(
                world.folder().resolve(piece + ".yaml"),
                specification(piece, column)
                        .replace("end: 2026-02-01", "end: 2026-01-11")
                        .replace(fault.getKey(), fault.getValue()));
        tell(3, piece + ": dry run", "run", file.toString(), "--dry-run", "--report", dry().toString(), "--debug");
        if (piece.equals("transform")) {
            tell(3, piece + ": prove", "prove", file.toString(), "--debug");
        }
        world.assumeProved(piece, file);
        tell(3, piece + ": run", "run", file.toString(), "--debug");
        tell(0, piece + ": status", "status", piece, "-o", "json");
    }

    private void tell(int exitCode, String what, String... command) {
        awaitTasks();
        CapturedLog.forgetDiscretion();
        traces.add(what, world.run(exitCode, command));
    }

    /** A task that was stopped when another one failed says why, and may say it when the command has ended. */
    private void awaitTasks() {
        await().until(() -> Stream.of(
                        world.lake().spark().sparkContext().statusTracker().getExecutorInfos())
                .allMatch(executor -> executor.numRunningTasks() == 0));
    }

    private Path dry() {
        return world.folder().resolve("dry");
    }

    private Traces traces() throws IOException {
        traces.add("log", log.text());
        traces.addFiles(world.folder());
        return traces;
    }

    @Override
    public void close() {
        log.close();
        world.close();
    }
}
