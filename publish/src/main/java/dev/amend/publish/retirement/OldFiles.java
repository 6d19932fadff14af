package dev.amend.publish.retirement;

import dev.amend.publish.range.RangeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/**
 * The files that a rollback makes current again. If a store can list a folder, files that share a folder are looked up
 * with one listing: a request for each file of a large range takes an object store many minutes.
 */
public record OldFiles(FileIO io, List<RangeFile> files) {
    private static final int NAMED_FILES = 5;
    /** The smallest number of files worth a listing; a page has as many at least, and costs one or two requests. */
    private static final int WORTH_A_LISTING = 10;

    public OldFiles {
        files = List.copyOf(files);
    }

    /** The files that can't be found, as a clause; empty if all exist. */
    public List<String> missing() {
        Set<String> listed = listed();
        List<String> unlisted = files.stream()
                .map(RangeFile::path)
                .filter(path -> !listed.contains(path))
                .toList();
        List<String> gone = Collections.synchronizedList(new ArrayList<>());
        inParallel(unlisted, path -> {
            if (!exists(path)) {
                gone.add(path);
            }
        });

        if (gone.isEmpty()) {
            return List.of();
        }
        List<String> named = gone.stream().sorted().limit(NAMED_FILES).toList();
        return List.of("%d of %d old files are missing: %s%s"
                .formatted(
                        gone.size(), files.size(), String.join(", ", named), gone.size() > NAMED_FILES ? ", …" : ""));
    }

    /** A listing only saves requests: a file that it does not name may still exist under another spelling. */
    private Set<String> listed() {
        Map<String, Set<String>> folders = files.stream()
                .map(RangeFile::path)
                .filter(path -> isOfDisk(path) || (io instanceof SupportsPrefixOperations && !path.startsWith("/")))
                .collect(Collectors.groupingBy(OldFiles::folder, Collectors.toSet()));
        folders.values().removeIf(paths -> paths.size() < WORTH_A_LISTING);
        Set<String> found = ConcurrentHashMap.newKeySet();
        inParallel(folders.keySet(), folder -> {
            Set<String> wanted = folders.getOrDefault(folder, Set.of());
            namesIn(folder).filter(wanted::contains).forEach(found::add);
        });
        return found;
    }

    /** True for paths on this machine, regardless of how a store reads other paths. */
    private static boolean isOfDisk(String path) {
        return path.startsWith("file:");
    }

    private Stream<String> namesIn(String folder) {
        return isOfDisk(folder) ? namesOnDisk(folder).stream() : namesIn((SupportsPrefixOperations) io, folder);
    }

    /** Lists a local folder directly, since a store's listing asks for the owner and the permissions of each file. */
    private static List<String> namesOnDisk(String folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder.replaceFirst("^file:/*", "/")))) {
            List<String> names = new ArrayList<>();
            entries.forEach(entry -> names.add(folder + entry.getFileName()));
            return names;
        } catch (IOException | DirectoryIteratorException e) {
            // Every file is then looked up by itself, which shows the cause
            return List.of();
        }
    }

    private static Stream<String> namesIn(SupportsPrefixOperations store, String folder) {
        try {
            return StreamSupport.stream(store.listPrefix(folder).spliterator(), false)
                    .map(FileInfo::location);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileNotFoundException) {
                return Stream.of();
            }
            throw e;
        }
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static void inParallel(Collection<String> names, Consumer<String> task) {
        Tasks.foreach(names)
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(task::accept);
    }

    private boolean exists(String path) {
        try {
            return io.newInputFile(path).exists();
        } catch (NotFoundException e) {
            return false;
        }
    }
}
