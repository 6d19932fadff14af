package dev.amend.engine.store;

import dev.amend.engine.filemode.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A state store in a directory of one file system: a key is a file.
 *
 * <p>It keeps its promises as follows. <b>A reader</b> takes no lock and sees a whole object: a file is never written
 * in place, but under a name that begins with a dot, flushed to disk, and renamed. A rename is one step, and a reader
 * who opened the old file still reads the old content. <b>A writer</b> compares and renames while it holds {@link
 * WriteLock}, so no other writer can come between; a version is the content's SHA-256, so a change by hand is noticed,
 * too. <b>A process that dies</b> leaves the old object or the new one, never a lock, and at most one file with a dot,
 * which the next writer of that key removes. Nothing else is ever deleted. <b>Other users</b> of the machine than owner
 * and group can neither read nor write what it creates.
 */
public final class LocalStateStore implements StateStore {
    private static final Pattern KEY_PART = Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*");

    private final Path root;

    /** @param root created at the first write */
    public LocalStateStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Optional<Versioned> read(String key) {
        try {
            byte[] content = Files.readAllBytes(file(key));
            return Optional.of(new Versioned(content, version(content)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", key, e);
        }
    }

    @Override
    public boolean create(String key, byte[] content) {
        Path file = file(key);
        return write(key, () -> {
            if (Files.exists(file)) {
                return false;
            }
            PrivateFiles.createFolders(folderOf(file));
            put(file, content);
            return true;
        });
    }

    @Override
    public boolean replace(String key, byte[] content, String expectedVersion) {
        Path file = file(key);
        return write(key, () -> {
            if (!Files.exists(file) || !version(Files.readAllBytes(file)).equals(expectedVersion)) {
                return false;
            }
            put(file, content);
            return true;
        });
    }

    @Override
    public List<String> list(String prefix) {
        if (!prefix.endsWith("/")) {
            throw new IllegalStateException("A folder ends with '/': " + prefix);
        }
        Path folder = file(prefix.substring(0, prefix.length() - 1));

        List<String> keys = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (KEY_PART.matcher(name).matches()) {
                    keys.add(prefix + name + (Files.isDirectory(file) ? "/" : ""));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("list", prefix, e);
        }

        Collections.sort(keys);
        return List.copyOf(keys);
    }

    @Override
    public String location(String key) {
        return root.resolve(key).toString();
    }

    private Path file(String key) {
        for (String part : key.split("/", -1)) {
            if (!KEY_PART.matcher(part).matches()) {
                throw new IllegalStateException("No key: '" + key + "'");
            }
        }
        return root.resolve(key);
    }

    private static Path folderOf(Path file) {
        return file.resolveSibling("");
    }

    private boolean write(String key, WriteLock.Change change) {
        try {
            PrivateFiles.createFolders(root);
            return new WriteLock(root).whileLocked(change);
        } catch (IOException e) {
            throw failed("write", key, e);
        }
    }

    private static void put(Path file, byte[] content) throws IOException {
        PrivateFiles.write(file, content);
        syncFolder(folderOf(file));
    }

    /** Makes the rename itself survive a loss of power, where the system supports that. */
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            // Windows does not open folders, and does not need this
        }
    }

    private static String version(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private RuntimeException failed(String verb, String key, IOException cause) {
        if (!key.endsWith("/") && Files.isDirectory(file(key))) {
            return StateCode.unreadable(key, location(key), "a directory is in the place of the file", cause);
        }
        if (cause instanceof NotDirectoryException && Files.isDirectory(root)) {
            return StateCode.unreadable(key, location(key), "a file is in the place of a directory", cause);
        }
        if (cause instanceof AccessDeniedException || cause instanceof NotDirectoryException || !rootIsUsable()) {
            return StateCode.unusable(verb, key, root, cause);
        }
        return StateCode.unavailable(verb, key, location(key), cause);
    }

    private boolean rootIsUsable() {
        return Files.notExists(root) || Files.isDirectory(root);
    }
}
