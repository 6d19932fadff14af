package dev.amend.engine.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
 * <p>Why it holds. <b>A reader</b> takes no lock and sees a whole object: a file is never written in place, but under a
 * name that begins with a dot, flushed to the disk, and renamed; a rename replaces the name in one step, and who has
 * opened the old file goes on reading the old content. <b>A writer</b> compares and renames while it holds {@link
 * WriteLock}, so that nobody can come between; a version is the content's SHA-256, so that also a change by hand is
 * noticed. <b>A process that dies</b> leaves the old object or the new one, never a lock, and at most one file with a
 * dot, which the next writer of that key overwrites. Nothing is ever deleted.
 */
public final class LocalStateStore implements StateStore {
    private static final Pattern KEY_PART = Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*");

    private final Path root;

    /** @param root made when something is first written */
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
            Files.createDirectories(folderOf(file));
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
                if (!name.startsWith(".")) {
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
            Files.createDirectories(root);
            return new WriteLock(root).whileLocked(change);
        } catch (IOException e) {
            throw failed("write", key, e);
        }
    }

    private static void put(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
            out.write(content);
            out.getFD().sync();
        }

        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(folderOf(file));
    }

    /** Makes the rename itself outlast a loss of power, where the system can do that. */
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            // Windows opens no folders, and needs no such thing
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
        if (cause instanceof AccessDeniedException || cause instanceof NotDirectoryException || !rootIsUsable()) {
            return JournalCode.unusable(verb, key, root, cause);
        }
        return JournalCode.unavailable(verb, key, location(key), cause);
    }

    private boolean rootIsUsable() {
        return Files.notExists(root) || Files.isDirectory(root);
    }
}
