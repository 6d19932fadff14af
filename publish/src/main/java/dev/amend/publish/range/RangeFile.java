package dev.amend.publish.range;

import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;

/** A data file as a scan sees it: with the delete files that apply to it, by name and place, sorted. */
public record RangeFile(DataFile file, List<String> deletes) {

    public RangeFile {
        deletes = List.copyOf(deletes);
    }

    static RangeFile of(FileScanTask task) {
        return new RangeFile(
                task.file().copy(),
                task.deletes().stream().map(RangeFile::deleteName).sorted().toList());
    }

    /** Deletion vectors of several data files share a Puffin file, so that the place in it counts as well. */
    private static String deleteName(DeleteFile delete) {
        return delete.contentOffset() == null ? delete.location() : delete.location() + "@" + delete.contentOffset();
    }

    public String path() {
        return file.location();
    }

    /** All that a fingerprint says of it, in one line. */
    public String line() {
        return path() + "\t" + file.specId() + "\t" + String.join(",", deletes) + "\n";
    }
}
