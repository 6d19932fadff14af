package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** J27: the names of the shops are secret, and are the key. They are looked for in all that a backfill leaves behind. */
final class SensitiveColumnsIT {
    private static final Pattern SECRET = Pattern.compile("shop-[0-9]{2}|[0-9]{2}-pohs");
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

    @TempDir
    private Path dir;

    @Test
    void areNowhereInWhatABackfillLeavesBehind() throws IOException {
        try (Log log = Log.open();
                SmallWorld world = SmallWorld.create(dir, specification())) {
            List<String> said = new ArrayList<>();
            say(
                    said,
                    world.run(
                            0,
                            "run",
                            world.specification(),
                            "--dry-run",
                            "--report",
                            world.folder().resolve("dry").toString(),
                            "--debug"));
            world.assumeProved();
            say(said, world.run(0, "run", world.specification(), "--debug"));
            say(said, world.run(0, "explain", ID, "--key", "day=2026-01-07,shop=shop-03"));
            say(said, world.run(0, "explain", ID, "--key", "day=2026-01-07,shop=shop-03", "-o", "json"));
            say(
                    said,
                    world.run(
                            0,
                            "sql",
                            "--of",
                            ID,
                            "select shop, upper(new.shop) as s, new.net from changes",
                            "--debug"));
            say(said, world.run(1, "sql", "--of", ID, "select cast(shop as int) from new", "--debug"));
            say(said, world.run(0, "report", ID, "-o", "json"));
            say(said, world.run(0, "report", ID, "--format", "markdown"));
            say(said, world.run(0, "approve", ID, "--by", "olga", "--reason", "the figures are right"));
            say(said, world.run(0, "publish", ID));
            say(said, world.run(0, "verify", ID));
            say(said, world.run(0, "rollback", ID, "--reason", "wrong"));

            assertThat(String.join("\n", said))
                    .contains("•••")
                    .contains("CAST_INVALID_INPUT; what Spark says of it may quote a row and is withheld");
            assertThat(said).noneMatch(text -> SECRET.matcher(text).find());
            assertThat(log.secrets()).isEmpty();
            assertThat(filesOf(world)).hasSizeGreaterThan(10).noneMatch(SensitiveColumnsIT::holdsSecret);
        }
    }

    @Test
    void areNotQuotedByATransformThatFails() throws IOException {
        String failing = specification().replace("where day between", "where cast(shop as int) > 0 and day between");
        try (Log log = Log.open();
                SmallWorld world = SmallWorld.create(dir, failing)) {
            List<String> said = new ArrayList<>();
            say(
                    said,
                    world.run(
                            1,
                            "run",
                            world.specification(),
                            "--dry-run",
                            "--report",
                            world.folder().resolve("dry").toString(),
                            "--debug"));
            say(said, world.run(1, "prove", world.specification(), "--debug"));
            world.assumeProved();
            say(said, world.run(3, "run", world.specification(), "--debug"));
            say(said, world.run(0, "status", ID, "-o", "json"));

            assertThat(said).allMatch(text -> text.contains("CAST_INVALID_INPUT"));
            assertThat(said).noneMatch(text -> SECRET.matcher(text).find());
            assertThat(log.secrets()).isEmpty();
            assertThat(filesOf(world)).noneMatch(SensitiveColumnsIT::holdsSecret);
        }
    }

    private static String specification() {
        return SmallLake.specification(ID)
                        .replace("  volatile: [computed_at]", "  volatile: [computed_at]\n  sensitive: [shop]")
                        .replace("validation:\n", CHECKS)
                + WATCH;
    }

    private static void say(List<String> said, TestProgram.Outcome outcome) {
        said.add(outcome.out() + "\n" + outcome.err());
    }

    /** All but the tables themselves. */
    private static List<Path> filesOf(SmallWorld world) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("state", "dry")) {
            try (Stream<Path> files = Files.walk(world.folder().resolve(folder))) {
                found.addAll(files.filter(Files::isRegularFile).toList());
            }
        }
        return found;
    }

    private static boolean holdsSecret(Path file) {
        try {
            return SECRET.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What this process logs, at more levels than the distribution keeps: a cluster may keep them, too. */
    private static final class Log extends AbstractAppender implements AutoCloseable {
        private static final String SPARK = "org.apache.spark";

        private final List<String> lines = java.util.Collections.synchronizedList(new ArrayList<>());

        private Log() {
            super("sensitive-columns", null, null, true, Property.EMPTY_ARRAY);
        }

        static Log open() {
            Log log = new Log();
            log.start();
            root().addAppender(log);
            Configurator.setLevel(SPARK, Level.INFO);
            return log;
        }

        @Override
        public void append(LogEvent event) {
            String thrown = event.getThrown() == null
                    ? ""
                    : Stream.iterate(event.getThrown(), cause -> cause != null, Throwable::getCause)
                            .map(Throwable::toString)
                            .toList()
                            .toString();
            lines.add(event.getLoggerName() + " " + event.getMessage().getFormattedMessage() + " " + thrown);
        }

        List<String> secrets() {
            assertThat(lines).isNotEmpty();
            return lines.stream().filter(line -> SECRET.matcher(line).find()).toList();
        }

        @Override
        public void close() {
            Configurator.setLevel(SPARK, Level.WARN);
            root().removeAppender(this);
            stop();
        }

        private static Logger root() {
            return (Logger) LogManager.getRootLogger();
        }
    }
}
