package dev.amend.publish;

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
 * The files that a rollback makes current again. Where a store answers for a folder at once, those that share one are
 * looked up by listing it: a question for each file of a large range takes an object store many minutes.
 */
public record OldFiles(FileIO io, List<RangeFile> files) {
    private static final int NAMED_FILES = 5;
    /** One page of a listing has as many at least, and takes as long as one or two questions. */
    private static final int WORTH_A_LISTING = 10;

    public OldFiles {
        files = List.copyOf(files);
    }

    /** Which of them do not answer, as a clause; empty if all do. */
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

    /** A listing only spares questions: what it does not name may still be there, under another spelling. */
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

    /** Of this machine, whatever a store makes of other paths. */
    private static boolean isOfDisk(String path) {
        return path.startsWith("file:");
    }

    private Stream<String> namesIn(String folder) {
        return isOfDisk(folder) ? namesOnDisk(folder).stream() : namesIn((SupportsPrefixOperations) io, folder);
    }

    /** A store's listing of local files asks for the owner and the permissions of each. */
    private static List<String> namesOnDisk(String folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder.replaceFirst("^file:/*", "/")))) {
            List<String> names = new ArrayList<>();
            entries.forEach(entry -> names.add(folder + entry.getFileName()));
            return names;
        } catch (IOException | DirectoryIteratorException e) {
            // Each is asked for then, which says what is the matter
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
