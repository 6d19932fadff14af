package dev.amend.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.demo.ShortDemo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The demo's warehouse, brought to a stage once for all tests of a process and put back there for each of them. Always
 * in the same folder, since tables name their files by absolute paths: one test at a time, and a folder for each process
 * that runs tests. With {@code -Damend.keep-stages=true} the stages of the last build are used again.
 */
final class DemoStages implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(DemoStages.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stages.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Stages.class, key -> new Stages(Distribution.ofThisBuild()), Stages.class);
    }

    /** How far a backfill is. */
    enum Stage {
        /** The next command is {@code run}. */
        PROVED,
        /** One run, never disturbed, has built every batch. */
        BUILT
    }

    /** How much of the demo's table a backfill corrects. */
    enum Extent {
        /** Eighteen months, as the demo does. */
        WHOLE(79),
        /** The last twenty weeks of a smaller business. */
        SHORT(20);

        private static final String START = "start: 2024-12-01";
        private static final LocalDate SHORT_FIRST_DAY = LocalDate.parse("2026-01-12");

        private final int batches;

        Extent(int batches) {
            this.batches = batches;
        }

        int batches() {
            return batches;
        }

        private void writeTo(Path specification) throws IOException {
            String text = Files.readString(specification);
            assertThat(text).containsOnlyOnce(START);
            Files.writeString(specification, this == WHOLE ? text : text.replace(START, "start: " + SHORT_FIRST_DAY));
        }
    }

    /** The stages, each made when it is asked for first. */
    static final class Stages {
        private static final Duration PATIENCE = Duration.ofMinutes(10);
        private static final String SPECIFICATION = "revenue-tax-fix.yaml";

        private final Distribution distribution;
        private final Path folder = Path.of(
                        "target", "acceptance", System.getProperty("amend.test-process", "process-1"))
                .toAbsolutePath();

        private Stages(Distribution distribution) {
            this.distribution = distribution;
            if (!Boolean.getBoolean("amend.keep-stages")) {
                delete(folder);
            }
        }

        /** The demo's folder with the backfill at a stage; what was there before is gone. */
        Path demoAt(Stage stage, Extent extent) throws InterruptedException, IOException {
            Path kept = folder.resolve("kept-%s-%s".formatted(extent, stage));
            if (!Files.exists(kept)) {
                make(stage, extent);
                copy(demo(), kept);
            }
            delete(demo());
            copy(kept, demo());
            return demo();
        }

        /** How long the one run took that made {@link Stage#BUILT}. */
        Duration undisturbedRun(Extent extent) throws IOException {
            return Duration.parse(Files.readString(undisturbedRunFile(extent)));
        }

        private Path undisturbedRunFile(Extent extent) {
            return folder.resolve("undisturbed-run-%s.txt".formatted(extent));
        }

        private Path demo() {
            return folder.resolve("demo");
        }

        private void make(Stage stage, Extent extent) throws InterruptedException, IOException {
            switch (stage) {
                case PROVED -> {
                    setUp(extent);
                    extent.writeTo(demo().resolve(SPECIFICATION));
                    finished(demo(), "prove", SPECIFICATION);
                }
                case BUILT -> {
                    demoAt(Stage.PROVED, extent);
                    Duration took = finished(demo(), "run", SPECIFICATION);
                    Files.writeString(undisturbedRunFile(extent), took.toString());
                }
            }
        }

        private void setUp(Extent extent) throws InterruptedException, IOException {
            delete(demo());
            Files.createDirectories(folder);
            switch (extent) {
                case WHOLE -> finished(folder, "demo", "demo", "--setup-only");
                // with days before the range, which are compared, too
                case SHORT -> ShortDemo.create(demo(), Extent.SHORT_FIRST_DAY.minusWeeks(4));
            }
        }

        private Duration finished(Path workingDirectory, String... arguments) throws InterruptedException, IOException {
            try (Program program = distribution.amend(workingDirectory, arguments)) {
                Duration took = program.exitsWith(0, PATIENCE).took();
                System.out.printf("%s: %.1f s%n", String.join(" ", arguments), took.toMillis() / 1000.0);
                return took;
            }
        }
    }

    private static void copy(Path from, Path to) {
        walk(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        walk(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void walk(Path folder, SimpleFileVisitor<Path> visitor) {
        try {
            Files.walkFileTree(folder, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
