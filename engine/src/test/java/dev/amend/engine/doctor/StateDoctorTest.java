package dev.amend.engine.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.store.LocalStateStore;
import dev.amend.engine.store.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StateDoctorTest {
    @TempDir
    private Path dir;

    /** A store that says yes to whoever asks. */
    private record Careless(Answer creates, Answer replaces) implements StateStore {
        enum Answer {
            ALWAYS,
            NEVER
        }

        @Override
        public Optional<Versioned> read(String key) {
            return Optional.of(new Versioned("x".getBytes(StandardCharsets.UTF_8), "v1"));
        }

        @Override
        public boolean create(String key, byte[] content) {
            return creates == Answer.ALWAYS;
        }

        @Override
        public boolean replace(String key, byte[] content, String expectedVersion) {
            return replaces == Answer.ALWAYS;
        }

        @Override
        public List<String> list(String prefix) {
            return List.of();
        }

        @Override
        public String location(String key) {
            return key;
        }
    }

    @Test
    void findsALocalFolderAtomic() {
        Diagnosis diagnosis = new StateDoctor(new LocalStateStore(dir)).diagnose("2026-06-01T10:00:00Z");

        assertThat(diagnosis.outcome()).isEqualTo(Diagnosis.Outcome.OK);
        assertThat(diagnosis.found()).startsWith("atomic at ").contains(dir.toString());
    }

    @Test
    void refusesAStoreWhereSeveralCreatesWin() {
        assertThat(new StateDoctor(new Careless(Careless.Answer.ALWAYS, Careless.Answer.NEVER)).diagnose("1"))
                .isEqualTo(new Diagnosis(
                        "state store",
                        Diagnosis.Outcome.BAD,
                        "8 of 8 racing creates won",
                        "Use a store with atomic creates: this one would let two runs work at once"));
    }

    @Test
    void refusesAStoreThatIgnoresTheVersion() throws IOException {
        StateStore atomicCreates = new LocalStateStore(dir);
        StateStore store = new StateStore() {
            @Override
            public Optional<Versioned> read(String key) {
                return atomicCreates.read(key);
            }

            @Override
            public boolean create(String key, byte[] content) {
                return atomicCreates.create(key, content);
            }

            @Override
            public boolean replace(String key, byte[] content, String expectedVersion) {
                return true;
            }

            @Override
            public List<String> list(String prefix) {
                return List.of();
            }

            @Override
            public String location(String key) {
                return key;
            }
        };

        assertThat(new StateDoctor(store).diagnose("1").found())
                .isEqualTo("a compare-and-set with a stale version was accepted");
    }

    @Test
    void saysWhatToDoWhereTheFolderIsAFile() throws IOException {
        Path file = Files.writeString(dir.resolve("state"), "a file");

        Diagnosis diagnosis = new StateDoctor(new LocalStateStore(file)).diagnose("1");

        assertThat(diagnosis.outcome()).isEqualTo(Diagnosis.Outcome.BAD);
        assertThat(diagnosis.next())
                .isEqualTo("Give --state (or 'state' in amend.yaml) a directory that this user may read and write");
    }

    @ParameterizedTest
    @CsvSource({"1.12.0, OK", "1.11.0, OK", "2.0.0, OK", "1.10.1, BAD", "unknown, BAD", "unspecified, BAD"})
    void wantsIceberg111(String version, Diagnosis.Outcome outcome) {
        assertThat(TableDoctor.iceberg(version).outcome()).isEqualTo(outcome);
    }
}
