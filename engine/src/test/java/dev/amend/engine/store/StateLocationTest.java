package dev.amend.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateLocationTest {
    @TempDir
    Path dir;

    @Test
    void containsItselfAndWhatIsBelowWhetherItExistsOrNot() throws IOException {
        StateLocation state = new StateLocation(dir.resolve("state"));

        assertThat(state.contains(dir.resolve("state"))).isTrue();
        assertThat(state.contains(dir.resolve("state/backfills/tax-fix"))).isTrue();
        assertThat(state.contains(dir.resolve("state/../state/reports"))).isTrue();
        assertThat(state.contains(dir.resolve("state/../reports"))).isFalse();
        assertThat(state.contains(dir.resolve("statement"))).isFalse();
    }

    @Test
    void containsWhatALinkLeadsTo() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("state/backfills"));
        Path link = Files.createSymbolicLink(dir.resolve("link"), folder);

        assertThat(new StateLocation(dir.resolve("state")).contains(link.resolve("new")))
                .isTrue();
    }

    @Test
    void containsWhatIsBelowTheFolderThatItsLinkLeadsTo() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("disk/state"));
        Path link = Files.createSymbolicLink(dir.resolve("state"), folder);

        assertThat(new StateLocation(link).contains(folder.resolve("backfills")))
                .isTrue();
    }
}
