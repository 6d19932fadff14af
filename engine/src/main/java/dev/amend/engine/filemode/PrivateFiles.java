package dev.amend.engine.filemode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates files and folders that their owner may change, their group may read, and nobody else may use. The permissions
 * are set at creation, so a file never exists without them; the umask can only restrict them further. A file system
 * without POSIX permissions applies its own rules.
 */
public final class PrivateFiles {
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));

    private PrivateFiles() {}

    /** Creates a folder and the folders above it, unless it exists. */
    public static Path createFolders(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, onPosix(folder, FOLDER));
    }

    /** Creates an empty file and the folders above it, unless it exists. */
    public static void createIfMissing(Path file) throws IOException {
        createFolders(file.toAbsolutePath().resolveSibling(""));
        try {
            Files.createFile(file, onPosix(file, FILE));
        } catch (FileAlreadyExistsException e) {
            return;
        }
    }

    /** Writes a text in the same way as {@link #write(Path, byte[])}. */
    public static Path write(Path file, String text) throws IOException {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Replaces a file in one step: a reader sees the old content or the new content. A link is replaced, not followed.
     * Anything that is not a regular file, such as a pipe, is written to directly.
     */
    public static Path write(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return Files.write(file, content);
        }
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), onPosix(draft, FILE))) {
            write(channel, ByteBuffer.wrap(content));
        }
        return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(FileChannel channel, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            channel.write(content);
        }
        channel.force(true);
    }

    /** Opens a file to lock it, and creates it if it is missing. A link in its place is refused, not followed. */
    public static FileChannel openLock(Path file) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, options, onPosix(file, FILE));
    }

    private static FileAttribute<?>[] onPosix(Path path, FileAttribute<?> permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {permissions}
                : new FileAttribute<?>[] {};
    }
}
