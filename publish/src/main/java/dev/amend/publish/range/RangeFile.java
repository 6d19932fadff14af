package dev.amend.publish.range;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;

/** A data file as a scan returns it: with the delete files that apply to it, sorted by name. */
public record RangeFile(DataFile file, List<DeleteFile> deletes) {

    public RangeFile {
        deletes = List.copyOf(deletes);
    }

    static RangeFile of(FileScanTask task) {
        return new RangeFile(
                task.file().copy(),
                task.deletes().stream()
                        .sorted(Comparator.comparing(RangeFile::name))
                        .toList());
    }

    static RangeFile withoutDeletes(ContentFile<?> file) {
        return new RangeFile((DataFile) file, List.of());
    }

    /** Deletion vectors of several data files share a Puffin file, so the offset in the file is part of the name. */
    static String name(ContentFile<?> file) {
        return file instanceof DeleteFile delete && delete.contentOffset() != null
                ? delete.location() + "@" + delete.contentOffset()
                : file.location();
    }

    /** The lines of several files, to be compared without order. */
    public static Set<String> lines(Collection<RangeFile> files) {
        return files.stream().map(RangeFile::line).collect(Collectors.toSet());
    }

    public String path() {
        return file.location();
    }

    /** All properties that a fingerprint includes, in one line. */
    public String line() {
        String names = deletes.stream().map(RangeFile::name).collect(Collectors.joining(","));
        return path() + "\t" + file.specId() + "\t" + names + "\n";
    }
}
