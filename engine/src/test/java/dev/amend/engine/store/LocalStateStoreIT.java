package dev.amend.engine.store;

import static dev.amend.engine.store.StateStoreContract.bytes;
import static dev.amend.engine.store.StateStoreContract.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.journal.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several real processes on one directory. */
final class LocalStateStoreIT {
    private static final int PROCESSES = 4;
    private static final int KILLS = 10;
    private static final int FILLER = 50_000;

    @TempDir
    Path directory;

    @Test
    void losesNoIncrementOfSeveralProcesses() throws Exception {
        StateStore store = new LocalStateStore(directory);
        store.create("counter", bytes("0"));

        List<ChildProcess> children = startAll("increment", "50");
        for (ChildProcess child : children) {
            assertThat(child.exitCode()).isZero();
        }

        assertThat(text(store, "counter")).isEqualTo("200");
    }

    @Test
    void letsOneProcessWinEachRacingCreate() throws Exception {
        List<ChildProcess> children = startAll("create", "100");
        for (ChildProcess child : children) {
            assertThat(child.line()).contains("ready");
        }
        new LocalStateStore(directory).create("go", bytes("!"));

        List<String> won = new ArrayList<>();
        for (ChildProcess child : children) {
            won.addAll(child.remainingLines());
            assertThat(child.exitCode()).isZero();
        }

        assertThat(won)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "race/" + i).toList());
        assertThat(new LocalStateStore(directory).list("race/")).hasSize(100);
    }

    @Test
    void survivesWritersThatAreKilled() throws Exception {
        StateStore store = new LocalStateStore(directory);
        store.create("counter", bytes(padded(0)));

        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged;
            try (ChildProcess child = ChildProcess.start(Writer.class, directory.toString(), "forever", "")) {
                acknowledged = acknowledgedAfter(child, 3 + 7 * kill, store);
                child.signal("KILL");
                for (String late : child.remainingLines()) {
                    acknowledged = Math.max(acknowledged, Long.parseLong(late));
                }
            }

            long found = number(text(store, "counter"));
            assertThat(found).isBetween(acknowledged, acknowledged + 1);
            assertThat(store.create("after/kill-" + kill, bytes("not blocked"))).isTrue();
            incrementPadded(store);
            assertThat(number(text(store, "counter"))).isEqualTo(found + 1);
        }

        assertThat(store.list("after/")).hasSize(KILLS);
        assertThat(store.list("created/")).allSatisfy(key -> number(text(store, key)));
    }

    @Test
    void writesForOwnerAndGroupOnlyWhateverTheUmask() throws Exception {
        Path state = directory.resolve("state");
        try (ChildProcess child =
                ChildProcess.startWithUmask("000", Writer.class, state.toString(), "increment", "3")) {
            assertThat(child.exitCode()).isZero();
        }
        try (ChildProcess child =
                ChildProcess.startWithUmask("077", Writer.class, state.toString(), "increment", "3")) {
            assertThat(child.exitCode()).isZero();
        }

        assertThat(permissions(state))
                .containsExactlyInAnyOrder(
                        "state rwxr-x---",
                        "state/.lock rw-r-----",
                        "state/counter rw-------",
                        "state/deep rwxr-x---",
                        "state/deep/er rwxr-x---",
                        "state/deep/er/still rw-r-----");
    }

    private List<String> permissions(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> directory.relativize(file) + " " + permissionsOf(file))
                    .toList();
        }
    }

    private static String permissionsOf(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all the while, so that a half written object would be seen. */
    private static long acknowledgedAfter(ChildProcess child, int lines, StateStore store) throws IOException {
        long acknowledged = 0;
        for (int i = 0; i < lines; i++) {
            acknowledged = Long.parseLong(child.line().orElseThrow());
            assertThat(number(text(store, "counter"))).isGreaterThanOrEqualTo(acknowledged);
        }
        return acknowledged;
    }

    private List<ChildProcess> startAll(String action, String times) throws IOException {
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            children.add(ChildProcess.start(Writer.class, directory.toString(), action, times));
        }
        return children;
    }

    private static long incrementPadded(StateStore store) {
        for (; ; ) {
            StateStore.Versioned read = store.read("counter").orElseThrow();
            long next = number(read.text()) + 1;
            if (store.replace("counter", bytes(padded(next)), read.version())) {
                return next;
            }
        }
    }

    /** A number that can't be mistaken for a half of it. */
    private static String padded(long number) {
        return number + " " + "x".repeat(FILLER) + " " + number;
    }

    private static long number(String padded) {
        long number = Long.parseLong(padded.substring(0, padded.indexOf(' ')));
        assertThat(padded).isEqualTo(padded(number));
        return number;
    }

    /** What a child process does. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            StateStore store = new LocalStateStore(Path.of(arguments[0]));
            switch (arguments[1]) {
                case "increment" -> {
                    store.create("deep/er/still", bytes("written"));
                    store.create("counter", bytes("0"));
                    StateStoreContract.increment(store, "counter", Integer.parseInt(arguments[2]));
                }
                case "create" -> createAll(store, Integer.parseInt(arguments[2]));
                default -> writeForever(store);
            }
        }

        private static void createAll(StateStore store, int objects) {
            System.out.println("ready");
            while (store.read("go").isEmpty()) {
                Thread.onSpinWait();
            }

            for (int i = 0; i < objects; i++) {
                if (store.create("race/" + i, bytes("won"))) {
                    System.out.println("race/" + i);
                }
            }
        }

        private static void writeForever(StateStore store) {
            for (; ; ) {
                long written = incrementPadded(store);
                store.create("created/" + written, bytes(padded(written)));
                System.out.println(written);
            }
        }
    }
}
