package dev.amend.engine.demo;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

/** A demo of few merchants and its last days alone, for tests that need no eighteen months. */
public final class ShortDemo {

    private ShortDemo() {}

    /**
     * Does what {@code amend demo DIR --setup-only} does, in seconds.
     *
     * @param firstDay the first day that has rows
     */
    public static void create(Path dir, LocalDate firstDay) {
        new DemoFolder(dir).create();
        DemoLake.createSince(firstDay, dir, DemoLake.SMALL, Map.of());
    }
}
