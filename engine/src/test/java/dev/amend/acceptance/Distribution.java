package dev.amend.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The stand-alone distribution as the build made it.
 *
 * @param home its folder
 * @param testClasses this module's own test classes, for processes that only tests start
 */
record Distribution(Path home, Path testClasses) {
    /** Leaves room for several children on a small machine, and does not compile with care what soon ends. */
    private static final List<String> SMALL =
            List.of("-Xmx1536m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m");

    /** The one that {@code ./mvnw package} or {@code bin/amend} made of this module. */
    static Distribution ofThisBuild() {
        Path home = Path.of("..", "target", "amend").toAbsolutePath().normalize();
        if (!Files.isExecutable(home.resolve("bin/amend"))) {
            throw new IllegalStateException("There is no distribution in %s: run ./mvnw package first".formatted(home));
        }
        return new Distribution(
                home, Path.of("target", "test-classes").toAbsolutePath().normalize());
    }

    /** Starts {@code amend} with its working directory in {@code folder}. */
    Program amend(Path folder, String... arguments) {
        return amend(folder, List.of(), arguments);
    }

    /** Starts {@code amend} with further options for its JVM. */
    Program amend(Path folder, List<String> javaOptions, String... arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/amend").toString()));
        command.addAll(List.of(arguments));
        List<String> options = new ArrayList<>(SMALL);
        options.addAll(javaOptions);
        return Program.start(folder, command, Map.of("AMEND_JAVA_OPTS", String.join(" ", options)));
    }

    /** Starts a class that has a {@code main} method, on the jars of the distribution. */
    Program java(Path folder, Class<?> main, String... arguments) {
        String classPath =
                "%s:%s:%s".formatted(testClasses, home.resolve("lib/amend.jar"), home.resolve("lib/spark") + "/*");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-Dlog4j2.configurationFile=" + home.resolve("conf/log4j2.xml"),
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        return Program.start(folder, command, Map.of());
    }

    /** The names of what is in a folder. */
    static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
