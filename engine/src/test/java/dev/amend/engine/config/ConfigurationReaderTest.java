package dev.amend.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.engine.store.StateLocation;
import dev.amend.specs.error.AmendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationReaderTest {
    @TempDir
    private Path dir;

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("amend.yaml"), text);
    }

    private static Configuration read(Map<String, String> environment, Optional<Path> config, Optional<String> state) {
        return new ConfigurationReader(environment).read(config, state);
    }

    private void assertInvalid(String text, String message, String where, String next) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> read(Map.of(), Optional.of(file), Optional.empty()))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage(message);
                    assertThat(e.where()).isEqualTo(file + where);
                    assertThat(e.next()).isEqualTo(next);
                    assertThat(e.code().kind().exitCode()).isEqualTo(2);
                });
    }

    @Test
    void hasDefaults() {
        assertThat(Configuration.DEFAULTS)
                .isEqualTo(new Configuration(new StateLocation(Path.of("amend-state")), "governance", Map.of()));
        assertThat(read(Map.of(), Optional.empty(), Optional.empty())).isEqualTo(Configuration.DEFAULTS);
    }

    @Test
    void takesFlagBeforeEnvironmentBeforeFileBeforeDefault() throws IOException {
        Optional<Path> file = Optional.of(file("state: from-file\n"));
        Map<String, String> environment = Map.of("AMEND_STATE", "from-environment");

        assertThat(read(environment, file, Optional.of("from-flag")).state().folder())
                .isEqualTo(Path.of("from-flag"));
        assertThat(read(environment, file, Optional.empty()).state().folder()).isEqualTo(Path.of("from-environment"));
        assertThat(read(Map.of("AMEND_STATE", " "), file, Optional.empty())
                        .state()
                        .folder())
                .isEqualTo(dir.resolve("from-file"));
        assertThat(read(Map.of(), Optional.of(file("governance: audit\n")), Optional.empty()))
                .isEqualTo(new Configuration(new StateLocation(dir.resolve("amend-state")), "audit", Map.of()));
    }

    @Test
    void readsTheFileThatTheEnvironmentNames() throws IOException {
        String named = file("governance: audit\n").toString();

        assertThat(read(Map.of("AMEND_CONFIG", named), Optional.empty(), Optional.empty())
                        .governance())
                .isEqualTo("audit");
    }

    @Test
    void readsEverySettingOfSparkAsText() throws IOException {
        Path file = file("""
                spark:
                  spark.sql.catalog.lake: org.apache.iceberg.spark.SparkCatalog
                  spark.sql.shuffle.partitions: 8
                  spark.ui.enabled: false
                """);

        assertThat(read(Map.of(), Optional.of(file), Optional.empty()).spark())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
                        "spark.sql.shuffle.partitions", "8",
                        "spark.ui.enabled", "false"));
    }

    @Test
    void takesAFolderFromWhereTheFileIs() throws IOException {
        assertThat(read(Map.of(), Optional.of(file("state: ./journals/../state\n")), Optional.empty())
                        .state()
                        .folder())
                .isEqualTo(dir.resolve("state"));
        assertThat(read(Map.of(), Optional.of(file("state: file:/var/amend\n")), Optional.empty())
                        .state()
                        .folder())
                .isEqualTo(Path.of("/var/amend"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "spark:\n", "state:\ngovernance:\n"})
    void takesWhatIsLeftEmptyAsNotSaid(String text) throws IOException {
        assertThat(read(Map.of(), Optional.of(file(text)), Optional.empty()))
                .isEqualTo(new Configuration(new StateLocation(dir.resolve("amend-state")), "governance", Map.of()));
    }

    @Test
    void refusesAnUnknownKey() throws IOException {
        assertInvalid(
                "stat: here\n", "Invalid configuration: unknown key 'stat'", "", "Use state, governance or spark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "notify", "approvers"})
    void saysOfAKeyThatItIsNotSupportedYet(String key) throws IOException {
        assertInvalid(
                key + ": {a: b}\n",
                "Invalid configuration: '%s' is not supported yet".formatted(key),
                "",
                "Take the key out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://h/x", "gs://bucket/x", "hdfs://nn/x", "ABFSS://c@a/x", "jdbc:sqlite://x"})
    void refusesAnAddressThatIsNoFolder(String state) throws IOException {
        assertInvalid(
                "state: %s\n".formatted(state),
                "Invalid state '%s': it is an address, and no local folder".formatted(state),
                "",
                "Name a local folder");
    }

    @Test
    void takesTheAddressOfALocalFolder() throws IOException {
        assertThat(read(Map.of(), Optional.of(file("state: file:///var/amend\n")), Optional.empty())
                        .state()
                        .folder())
                .isEqualTo(Path.of("/var/amend"));
    }

    @ParameterizedTest
    @CsvSource({"s3://bucket/prefix", "S3A://bucket/prefix"})
    void refusesObjectStorageWhereverItIsNamed(String state) throws IOException {
        assertInvalid(
                "state: %s\n".formatted(state),
                "Invalid state '%s': object storage is not supported yet".formatted(state),
                "",
                "Name a local folder");
        assertThatThrownBy(() -> read(Map.of(), Optional.empty(), Optional.of(state)))
                .hasMessage("Invalid state '%s': object storage is not supported yet".formatted(state));
        assertThatThrownBy(() -> read(Map.of("AMEND_STATE", state), Optional.empty(), Optional.empty()))
                .hasMessage("Invalid state '%s': object storage is not supported yet".formatted(state));
    }

    @Test
    void saysWhereTheYamlIsBroken() throws IOException {
        assertInvalid(
                "state: here\nspark: [a\n",
                "Invalid configuration: expected ',' or ']', but got <stream end>",
                ":3:1",
                "Correct the YAML");
        assertInvalid(
                "state: here\nstate: there\n",
                "Invalid configuration: found duplicate key state",
                ":2:1",
                "Correct the YAML");
    }

    @Test
    void refusesAListWhereKeysAreExpected() throws IOException {
        assertInvalid(
                "spark: [a, b]\n",
                "Invalid configuration: 'spark' needs keys and values",
                "",
                "See docs/reference/configuration.md");
        assertInvalid(
                "- state\n",
                "Invalid configuration: expected keys and values",
                "",
                "See docs/reference/configuration.md");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path missing = dir.resolve("other.yaml");

        assertThatThrownBy(() -> read(Map.of(), Optional.of(missing), Optional.empty()))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage("Cannot read the configuration: no such file");
                    assertThat(e.where()).isEqualTo(missing.toString());
                    assertThat(e.next()).isEqualTo("Give --config an existing file, or unset AMEND_CONFIG");
                });
    }
}
