package dev.amend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What is to be seen in the sources, or of a package as a whole. */
final class SourceTest {
    private static final int LONG = 400;
    private static final int MOST_IN_A_PACKAGE = 30;
    private static final String PACKAGE_INFO = "package-info.java";

    /** A class that is longer says why, as in "400 lines, since …". */
    private static final Pattern REASON = Pattern.compile("/\\*\\*(?s:.*?)\\blines\\b(?s:.*?)\\*/");

    private static final List<Path> MODULES = Stream.of("specs", "reconciliation", "publish", "engine")
            .map(Path.of("..")::resolve)
            .toList();

    @Test
    void noClassIsLongWithoutAReason() throws IOException {
        assertThat(sources())
                .hasSizeGreaterThan(150)
                .filteredOn(source -> lines(source) > LONG)
                .allSatisfy(source -> assertThat(Files.readString(source)).containsPattern(REASON));
    }

    @Test
    void everyPackageSaysThatNullDoesNotCrossItsMethods() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.amend");

        assertThat(classes.stream().map(JavaClass::getPackage).distinct())
                .hasSizeGreaterThan(10)
                .allSatisfy(inside -> assertThat(inside.isAnnotatedWith(NullMarked.class))
                        .as("%s has a package-info.java with @NullMarked", inside.getName())
                        .isTrue());
    }

    @Test
    void noPackageIsTooFullToFindAnythingIn() throws IOException {
        assertThat(sources().stream().collect(Collectors.groupingBy(Path::getParent)))
                .hasSizeGreaterThan(30)
                .allSatisfy((folder, files) -> assertThat(files)
                        .filteredOn(file -> !file.endsWith(PACKAGE_INFO))
                        .as("classes in %s", folder)
                        .hasSizeLessThanOrEqualTo(MOST_IN_A_PACKAGE));
    }

    @Test
    void everyPackageSaysWhatBelongsThere() throws IOException {
        assertThat(sources())
                .filteredOn(file -> file.endsWith(PACKAGE_INFO))
                .hasSizeGreaterThan(30)
                .allSatisfy(file ->
                        assertThat(Files.readString(file)).startsWith("/** ").containsPattern("[a-z]{3}.*\\."));
    }

    @Test
    void methodsAreShort() throws IOException {
        List<Integer> lengths = MethodLengths.of(sources()).stream().sorted().toList();

        assertThat(lengths).hasSizeGreaterThan(2_000);
        assertThat(lengths.get(lengths.size() / 2)).as("median").isLessThanOrEqualTo(4);
        assertThat(lengths.get(lengths.size() * 9 / 10)).as("90th percentile").isLessThanOrEqualTo(12);
        assertThat(lengths.get(lengths.size() - 1)).as("longest").isLessThanOrEqualTo(50);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path module : MODULES) {
            try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static long lines(Path source) {
        try (Stream<String> lines = Files.lines(source)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
