package dev.amend.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalFilesWithoutForksTest {

    @TempDir
    private Path dir;

    @Test
    void writesAFileAndNoChecksumBesideIt() throws IOException {
        try (FileSystem files = open();
                OutputStream out = files.create(hadoop(dir.resolve("a.parquet")))) {
            out.write(new byte[] {1, 2, 3});
        }

        assertThat(dir).isDirectoryContaining(path -> path.endsWith("a.parquet"));
        assertThat(dir.resolve("a.parquet")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(dir.toFile().list()).containsExactly("a.parquet");
    }

    @Test
    void setsPermissions() throws IOException {
        Path file = Files.writeString(dir.resolve("secret"), "");

        try (FileSystem files = open()) {
            files.setPermission(hadoop(file), new FsPermission("750"));
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-x---");
    }

    private static FileSystem open() throws IOException {
        FileSystem files = FileSystem.newInstance(LocalFilesWithoutForks.configuration());
        assertThat(files).isInstanceOf(LocalFilesWithoutForks.class);
        return files;
    }

    private static org.apache.hadoop.fs.Path hadoop(Path path) {
        return new org.apache.hadoop.fs.Path(path.toUri());
    }
}
