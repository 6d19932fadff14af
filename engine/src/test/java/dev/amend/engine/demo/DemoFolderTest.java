package dev.amend.engine.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.specs.error.AmendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

final class DemoFolderTest {

    @Test
    void writesAConfigurationThatNamesTheEmbeddedWarehouse(@TempDir Path dir) throws IOException {
        DemoFolder demo = new DemoFolder(dir.resolve("it's a demo"));

        demo.create();

        Map<String, Object> configuration = new Yaml().load(Files.readString(demo.configuration()));
        assertThat(configuration)
                .containsOnlyKeys("state", "governance", "spark")
                .containsEntry("state", "./amend-state")
                .containsEntry("governance", "governance")
                .containsEntry("spark", demo.warehouse().sparkSettings());
        assertThat(demo.warehouse().location()).isEmptyDirectory();
    }

    @Test
    void carriesOutTheVerySpecificationOfTheExamples(@TempDir Path dir) {
        DemoFolder demo = new DemoFolder(dir);

        demo.create();

        assertThat(demo.specification()).hasSameTextualContentAs(Path.of("../specs/examples/revenue-tax-fix.yaml"));
    }

    @Test
    void touchesNothingWhereADemoIsAlready(@TempDir Path dir) throws IOException {
        Path own = Files.writeString(dir.resolve("amend.yaml"), "state: mine");

        assertThatThrownBy(() -> new DemoFolder(dir).create()).isInstanceOfSatisfying(AmendException.class, e -> {
            assertThat(e.code()).isEqualTo(DemoCode.DEMO_EXISTS);
            assertThat(e.getMessage()).isEqualTo("Cannot create the demo in '%s': there is one already".formatted(dir));
            assertThat(e.where()).isEqualTo(own.toString());
            assertThat(e.next()).isEqualTo("Name another folder, or delete this one and try again");
        });

        assertThat(dir).isDirectoryNotContaining(path -> !path.equals(own));
        assertThat(own).hasContent("state: mine");
    }

    @Test
    void saysWhyItCannotWrite(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "not a folder");

        assertThatThrownBy(() -> new DemoFolder(file).create()).isInstanceOfSatisfying(AmendException.class, e -> {
            assertThat(e.code()).isEqualTo(DemoCode.DEMO_FOLDER_NOT_WRITABLE);
            assertThat(e.getMessage()).startsWith("Cannot create the demo in '%s': ".formatted(file));
            assertThat(e.next()).isEqualTo("Name a folder that you may write to");
        });
    }
}
