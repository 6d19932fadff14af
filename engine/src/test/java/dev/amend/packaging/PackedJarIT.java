package dev.amend.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The jar for spark-submit and the distribution around it, as the package phase leaves them. */
final class PackedJarIT {
    private static final Path DISTRIBUTION =
            Path.of("../target/amend").toAbsolutePath().normalize();

    private JarFile jar;

    @BeforeEach
    void openTheJar() throws IOException {
        jar = new JarFile(DISTRIBUTION.resolve("lib/amend.jar").toFile());
    }

    @AfterEach
    void closeTheJar() throws IOException {
        jar.close();
    }

    @Test
    void hasNoClassThatSparkOrAUsersJarMayHaveInAnotherVersion() {
        assertThat(names().filter(name -> name.endsWith(".class")))
                .as("what is packed lives below dev/amend: add a relocation to engine/pom.xml")
                .isNotEmpty()
                .allMatch(name -> name.startsWith("dev/amend/") || name.startsWith("picocli/"));
    }

    @Test
    void namesItsMainClassVersionAndLicences() throws IOException {
        Attributes manifest = jar.getManifest().getMainAttributes();
        assertThat(List.of(manifest.getValue("Main-Class"), manifest.getValue("Implementation-Title")))
                .containsExactly("dev.amend.Amend", "Amend");
        assertThat(names()).contains("META-INF/LICENSE", "META-INF/NOTICE");
        assertThat(text("META-INF/NOTICE")).contains("Pebble", "Jackson is a high-performance");
    }

    @Test
    void keepsNoSignatureAndNoModuleDescriptor() {
        assertThat(names()).noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)|(.*/)?module-info\\.class"));
    }

    @Test
    void offersServicesUnderNamesThatExist() throws IOException {
        List<String> services =
                names().filter(name -> name.matches("META-INF/services/.+")).toList();

        assertThat(services).contains("META-INF/services/dev.amend.shaded.jackson.core.JsonFactory");
        for (String service : services) {
            assertThat(text(service).lines().filter(line -> !line.isBlank()))
                    .as(service)
                    .isNotEmpty()
                    .allMatch(line -> jar.getEntry(line.strip().replace('.', '/') + ".class") != null);
        }
    }

    @Test
    void leavesToTheDistributionWhatTheClusterBrings() throws IOException {
        try (Stream<Path> jars = Files.list(DISTRIBUTION.resolve("lib/spark"))) {
            assertThat(jars.map(Path::getFileName).map(Path::toString))
                    .anyMatch(name -> name.startsWith("spark-sql_2.13-"))
                    .anyMatch(name -> name.startsWith("iceberg-spark-runtime-4.1_2.13-"))
                    .anyMatch(name -> name.startsWith("sqlite-jdbc-"))
                    .anyMatch(name -> name.startsWith("jackson-databind-"))
                    .noneMatch(name -> name.matches("(amend|picocli|pebble|snakeyaml|unbescape|jspecify)-.*"));
        }
    }

    @Test
    void validatesTheExampleWithoutSparkAndSaysNothingElse() throws Exception {
        ShellRun run = ShellRun.of(
                DISTRIBUTION,
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                List.of("bin/amend", "validate", "examples/revenue-tax-fix.yaml"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("revenue-tax-fix");
    }

    private Stream<String> names() {
        return jar.stream().map(ZipEntry::getName);
    }

    private String text(String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), UTF_8);
    }
}
