package dev.amend.engine.store;

import static dev.amend.engine.store.StateStoreContract.bytes;
import static dev.amend.engine.store.StateStoreContract.text;
import static dev.amend.engine.store.StateStoreContract.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorKind;
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
    @ValueSource(strings = {"state/a/.key.draft", "state/a/key"})
    void followsNoLinkThatSomebodyPlantedWhereItWrites(String planted) throws IOException {
        Path outside = Files.writeString(directory.resolve("outside"), "precious");
        StateStore store = newStore();
        store.create("a/other", bytes("1"));
        Files.createSymbolicLink(directory.resolve(planted), outside);

        store.create("a/key", bytes("2"));
        store.read("a/key").ifPresent(found -> store.replace("a/key", bytes("3"), found.version()));

        assertThat(outside).hasContent("precious");
        assertThat(Files.isSymbolicLink(directory.resolve("state/a/key"))).isFalse();
        assertThat(text(store, "a/key")).isEqualTo("3");
    }

    @Test
    void refusesALinkInPlaceOfItsLock() throws IOException {
        Files.createDirectories(directory.resolve("state"));
        Path link = directory.resolve("state/.lock");
        Files.createSymbolicLink(link, directory.resolve("outside"));

        assertThatThrownBy(() -> newStore().create("key", bytes("1")))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(StateCode.STATE_UNUSABLE);
                    assertThat(e).hasMessage("Cannot write the state: its lock file is a symbolic link");
                    assertThat(e.where()).isEqualTo(link.toString());
                    assertThat(e.next()).isEqualTo("Find out who created the link, and remove it");
                });
        assertThat(directory.resolve("outside")).doesNotExist();
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
                    assertThat(e.code()).isEqualTo(StateCode.STATE_UNUSABLE);
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
                .isEqualTo(StateCode.STATE_UNUSABLE);
    }

    @Test
    void reportsAFolderInTheWayOfAnObject() throws IOException {
        Files.createDirectories(directory.resolve("state/key"));
        StateStore store = newStore();

        assertThatThrownBy(() -> store.read("key"))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(StateCode.JOURNAL_UNREADABLE);
                    assertThat(e).hasMessage("Cannot read key of the journal: a directory is in the place of the file");
                    assertThat(e.where())
                            .isEqualTo(directory.resolve("state/key").toString());
                });
    }
}
