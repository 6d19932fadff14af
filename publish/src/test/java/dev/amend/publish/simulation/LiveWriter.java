package dev.amend.publish.simulation;

import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** A live pipeline: appends beside the range, and at times changes what it should leave alone. */
final class LiveWriter implements Actor {
    private final Simulation simulation;
    private int writes;

    LiveWriter(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public String name() {
        return "writer";
    }

    @Override
    public String act() {
        boolean inRange = simulation.happens(simulation.rates().inRange());
        String day = simulation.oneOf(inRange ? Contents.DAYS : Contents.DAYS_AFTER);
        writes++;
        return switch (simulation.random().nextInt(6)) {
            case 0 -> change(day, Change.UPDATE);
            case 1 -> change(day, Change.DELETE_FILE);
            case 2 -> change(day, Change.DELETE_ROW);
            default -> append(day);
        };
    }

    private enum Change {
        UPDATE,
        DELETE_FILE,
        DELETE_ROW
    }

    private String append(String day) {
        String row = "live-%d-%s".formatted(writes, day);
        Table table = simulation.busyTable(this, Effect.of(main -> main.with(row)), Answer.FOR_STOCK_COMMITS);
        simulation.say("appends " + row);
        table.newAppend()
                .appendFile(simulation.scene().file(table, List.of(row)))
                .commit();
        return "appended " + row;
    }

    private String change(String day, Change change) {
        Scene scene = simulation.scene();
        List<DataFile> files = scene.plainFiles(scene.catalog().quietTable(), day);
        if (files.isEmpty()) {
            return "nothing to change in " + day;
        }

        DataFile file = simulation.oneOf(files);
        List<String> rows = scene.rows(file);
        String row = "%s-%d-%s".formatted(change == Change.DELETE_ROW ? "minus" : "live", writes, day);
        Table table = simulation.calmTable(this, Effect.of(main -> switch (change) {
            case UPDATE -> main.without(rows).with(row);
            case DELETE_FILE -> main.without(rows);
            case DELETE_ROW -> main.with(row);
        }));
        commit(table, change, file, row);
        return "%s of %s by %s".formatted(change, rows, row);
    }

    private void commit(Table table, Change change, DataFile file, String row) {
        switch (change) {
            case UPDATE ->
                table.newOverwrite()
                        .deleteFile(file)
                        .addFile(simulation.scene().file(table, List.of(row)))
                        .commit();
            case DELETE_FILE -> table.newDelete().deleteFile(file).commit();
            case DELETE_ROW ->
                table.newRowDelta()
                        .addDeletes(simulation.scene().rowDelete(table, file, row))
                        .commit();
        }
    }
}
