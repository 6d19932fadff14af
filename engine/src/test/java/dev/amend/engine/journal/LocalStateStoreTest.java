package dev.amend.engine.journal;

import static dev.amend.engine.journal.StateStoreContract.bytes;
import static dev.amend.engine.journal.StateStoreContract.text;
import static dev.amend.engine.journal.StateStoreContract.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.specs.AmendException;
import dev.amend.specs.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalStateStoreTest implements StateStoreContract {
    @TempDir
    Path directory;

    @Override
    public StateStore newStore() {
        return new LocalStateStore(directory.resolve("state"));
    }

    @Override
    public StateStore secondStore(StateStore first) {
        return newStore();
    }

    @Test
    void makesNoDirectoryBeforeTheFirstWrite() {
        StateStore store = newStore();

        store.read("a/b.json");
        store.list("a/");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void isReadByPeopleAsPlainFiles() {
        StateStore store = newStore();

        store.create("backfills/a/plan.json", bytes("{}"));

        Path file = directory.resolve("state/backfills/a/plan.json");
        assertThat(file).hasContent("{}");
        assertThat(store.location("backfills/a/plan.json")).isEqualTo(file.toString());
    }

    @Test
    void noticesAChangeByHand() throws IOException {
        StateStore store = newStore();
        store.create("key", bytes("1"));
        String version = version(store, "key");
        Files.writeString(directory.resolve("state/key"), "edited");

        assertThat(store.replace("key", bytes("2"), version)).isFalse();

        assertThat(text(store, "key")).isEqualTo("edited");
    }

    @Test
    void isNotStoppedByWhatAKilledWriterLeft() throws IOException {
        StateStore store = newStore();
        store.create("a/key", bytes("1"));
        Files.writeString(directory.resolve("state/a/.key.draft"), "half of a lon");
        Files.writeString(directory.resolve("state/a/.other.draft"), "half");

        assertThat(store.list("a/")).containsExactly("a/key");
        assertThat(store.replace("a/key", bytes("2"), version(store, "a/key"))).isTrue();
        assertThat(store.create("a/other", bytes("3"))).isTrue();

        assertThat(text(store, "a/key")).isEqualTo("2");
        assertThat(directory.resolve("state/a")).isDirectoryNotContaining("glob:**/.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a//b", "../a", "a/../b", "./a", "a/.hidden", "a\\b", "a\nb", "a/"})
    void refusesWhatIsNoKey(String key) {
        StateStore store = newStore();

        assertThatThrownBy(() -> store.create(key, bytes("1"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.read(key)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysWhatToDoIfTheStateIsAFile() throws IOException {
        Files.writeString(directory.resolve("state"), "not a directory");
        StateStore store = newStore();

        assertThatThrownBy(() -> store.create("key", bytes("1")))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(JournalCode.STATE_UNUSABLE);
                    assertThat(e.code().kind()).isEqualTo(ErrorKind.USER);
                    assertThat(e).hasMessage("Cannot write key: a file is in the way of a directory");
                    assertThat(e.where()).isEqualTo("state " + directory.resolve("state"));
                    assertThat(e.next())
                            .isEqualTo(
                                    "Give --state (or 'state' in amend.yaml) a directory that this user may read and write");
                });
        assertThatThrownBy(() -> store.read("a/key"))
                .asInstanceOf(type(AmendException.class))
                .extracting(AmendException::code)
                .isEqualTo(JournalCode.STATE_UNUSABLE);
    }

    @Test
    void reportsAFolderInTheWayOfAnObject() throws IOException {
        Files.createDirectories(directory.resolve("state/key"));
        StateStore store = newStore();

        assertThatThrownBy(() -> store.read("key"))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(JournalCode.STATE_UNAVAILABLE);
                    assertThat(e).hasMessage("Cannot read key: Is a directory");
                    assertThat(e.where())
                            .isEqualTo(directory.resolve("state/key").toString());
                });
    }
}
