package dev.amend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks are started from their sources, outside of Maven's modules: a renamed class breaks them unseen. */
final class BenchmarksTest {
    private static final Path BENCHMARKS = Path.of("..", "benchmarks");
    /** Deeper folders hold what is measured beside ours, with libraries that the build does not know. */
    private static final int OUR_OWN = 2;

    @TempDir
    Path classes;

    @Test
    void everyBenchmarkCompilesAgainstTheClassesOfToday() throws IOException {
        List<Path> sources = sources();

        StringWriter mistakes = new StringWriter();
        assertThat(sources).hasSizeGreaterThan(2);
        assertThat(compiles(sources, mistakes)).as("%s", mistakes).isTrue();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(BENCHMARKS, OUR_OWN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private boolean compiles(List<Path> sources, StringWriter mistakes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            return compiler.getTask(
                            mistakes,
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "-d", classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
    }
}
