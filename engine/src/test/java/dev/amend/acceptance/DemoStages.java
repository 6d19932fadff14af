package dev.amend.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The demo's warehouse, brought to a stage once for all tests and put back there for each of them. Always in the same
 * folder, since tables name their files by absolute paths: one test at a time. With {@code -Damend.keep-stages=true} the
 * stages of the last build are used again.
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

    /** The stages, each made when it is asked for first. */
    static final class Stages {
        private static final Duration PATIENCE = Duration.ofMinutes(10);

        private final Distribution distribution;
        private final Path folder = Path.of("target", "acceptance").toAbsolutePath();

        private Stages(Distribution distribution) {
            this.distribution = distribution;
            if (!Boolean.getBoolean("amend.keep-stages")) {
                delete(folder);
            }
        }

        /** The demo's folder with the backfill at a stage; what was there before is gone. */
        Path demoAt(Stage stage) throws InterruptedException, IOException {
            Path kept = folder.resolve("kept-" + stage);
            if (!Files.exists(kept)) {
                make(stage);
                copy(demo(), kept);
            }
            delete(demo());
            copy(kept, demo());
            return demo();
        }

        /** How long the one run took that made {@link Stage#BUILT}. */
        Duration undisturbedRun() throws IOException {
            return Duration.parse(Files.readString(undisturbedRunFile()));
        }

        private Path undisturbedRunFile() {
            return folder.resolve("undisturbed-run.txt");
        }

        private Path demo() {
            return folder.resolve("demo");
        }

        private void make(Stage stage) throws InterruptedException, IOException {
            switch (stage) {
                case PROVED -> {
                    Files.createDirectories(folder);
                    finished(folder, "demo", "demo", "--setup-only");
                    finished(demo(), "prove", "revenue-tax-fix.yaml");
                }
                case BUILT -> {
                    demoAt(Stage.PROVED);
                    Duration took = finished(demo(), "run", "revenue-tax-fix.yaml");
                    Files.writeString(undisturbedRunFile(), took.toString());
                }
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
