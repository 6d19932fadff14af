package dev.amend.publish;

import dev.amend.publish.range.RangeFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/** The files that a rollback makes current again. */
public record OldFiles(Table table, List<RangeFile> files) {
    private static final int NAMED_FILES = 5;

    public OldFiles {
        files = List.copyOf(files);
    }

    /** Which of them do not answer, as a clause; empty if all do. */
    public List<String> missing() {
        List<String> gone = Collections.synchronizedList(new ArrayList<>());
        Tasks.foreach(files)
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(file -> {
                    if (!exists(file.path())) {
                        gone.add(file.path());
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

    private boolean exists(String path) {
        try {
            return table.io().newInputFile(path).exists();
        } catch (NotFoundException e) {
            return false;
        }
    }
}
