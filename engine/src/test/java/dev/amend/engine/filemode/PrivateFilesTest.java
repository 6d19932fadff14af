package dev.amend.engine.filemode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFilesTest {
    @TempDir
    private Path dir;

    @Test
    void createsFoldersForOwnerAndGroupOnly() throws IOException {
        PrivateFiles.createFolders(dir.resolve("a/b"));

        assertThat(permissions("a")).isEqualTo("rwxr-x---");
        assertThat(permissions("a/b")).isEqualTo("rwxr-x---");
    }

    @Test
    void takesAFolderThatIsReachedByALink() throws IOException {
        Path real = Files.createDirectory(dir.resolve("real"));
        Path link = Files.createSymbolicLink(dir.resolve("link"), real);

        assertThat(PrivateFiles.createFolders(link)).isEqualTo(link);
    }

    @Test
    void closesAFileThatEveryoneCouldRead() throws IOException {
        Path file = Files.writeString(dir.resolve("report.html"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        PrivateFiles.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(permissions("report.html")).isEqualTo("rw-r-----");
        assertThat(dir).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void replacesALinkInsteadOfFollowingIt() throws IOException {
        Path outside = Files.writeString(dir.resolve("outside"), "precious");
        Path link = Files.createSymbolicLink(dir.resolve("report.html"), outside);

        PrivateFiles.write(link, "new");

        assertThat(outside).hasContent("precious");
        assertThat(link).hasContent("new");
    }

    @Test
    void writesIntoAPipe() throws IOException, InterruptedException {
        Path pipe = dir.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();

        PrivateFiles.write(pipe, "content");

        assertThat(reader.inputReader().readLine()).isEqualTo("content");
        assertThat(reader.waitFor()).isZero();
    }

    @Test
    void createsAFileOnce() throws IOException {
        Path log = dir.resolve("state/amend.log");
        PrivateFiles.createIfMissing(log);
        Files.writeString(log, "a warning");

        PrivateFiles.createIfMissing(log);

        assertThat(log).hasContent("a warning");
        assertThat(permissions("state/amend.log")).isEqualTo("rw-r-----");
    }

    @Test
    void worksWhereThereAreNoPosixPermissions() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(dir.resolve("a.zip"), Map.of("create", "true"))) {
            Path folder = PrivateFiles.createFolders(zip.getPath("/a/b"));
            Path file = PrivateFiles.write(folder.resolve("report.html"), "old");
            PrivateFiles.write(file, "new");
            PrivateFiles.createIfMissing(folder.resolve("amend.log"));

            assertThat(Files.readString(file)).isEqualTo("new");
            assertThat(Exposure.of(folder)).isEqualTo(Exposure.NONE);
        }
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name)));
    }
}
