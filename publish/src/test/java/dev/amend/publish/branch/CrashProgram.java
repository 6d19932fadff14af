package dev.amend.publish.branch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * How {@link CrashRun} is started, which is done again and again: the classes that its first run loaded are kept in an
 * archive, and the next ones need not load and check them.
 */
final class CrashProgram {
    private final String classPath;
    private final Path archive;

    private CrashProgram(String classPath, Path archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /** @param folder for the archive and what it needs */
    static CrashProgram in(Path folder) throws IOException {
        return new CrashProgram(jars(folder), folder.resolve("crash-run.jsa"));
    }

    /** Once a run has come to its end alone, the others take its classes. */
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive,
                "-Duser.timezone=UTC",
                "-Diceberg.scan.plan-in-worker-pool=false",
                "-cp",
                classPath,
                CrashRun.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** An archive holds classes of jars only. */
    private static String jars(Path folder) throws IOException {
        List<String> jars = new ArrayList<>();
        String[] entries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator, -1);
        for (String entry : entries) {
            jars.add(Files.isDirectory(Path.of(entry)) ? packed(entry, folder.resolve(jars.size() + ".jar")) : entry);
        }
        return String.join(File.pathSeparator, jars);
    }

    private static String packed(String classes, Path jar) {
        int code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes, ".");
        if (code != 0) {
            throw new IllegalStateException("Cannot pack " + classes);
        }
        return jar.toString();
    }
}
