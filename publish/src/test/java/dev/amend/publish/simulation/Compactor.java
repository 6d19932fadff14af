package dev.amend.publish.simulation;

import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;

/** Rewrites the files of a day as one, in and out of the range; others commit while it does. */
final class Compactor implements Actor {
    private final Simulation simulation;

    Compactor(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public String name() {
        return "compactor";
    }

    @Override
    public String act() {
        Scene scene = simulation.scene();
        String day = simulation.oneOf(Stream.concat(Contents.DAYS.stream(), Contents.DAYS_AFTER.stream())
                .toList());
        Table table = simulation.busyTable(this, Effect.NONE, List.of());
        List<DataFile> files = scene.plainFiles(table, day);
        if (files.isEmpty()) {
            return "nothing to compact in " + day;
        }

        List<String> rows =
                files.stream().flatMap(file -> scene.rows(file).stream()).toList();
        RewriteFiles rewrite =
                table.newRewrite().validateFromSnapshot(table.currentSnapshot().snapshotId());
        files.forEach(rewrite::deleteFile);
        rewrite.addFile(scene.file(table, rows));
        simulation.say("compacts " + rows);
        rewrite.commit();
        return "compacted " + rows;
    }
}
