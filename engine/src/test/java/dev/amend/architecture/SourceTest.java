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
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What is to be seen in the sources, or of a package as a whole. */
final class SourceTest {
    private static final int LONG = 400;
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
