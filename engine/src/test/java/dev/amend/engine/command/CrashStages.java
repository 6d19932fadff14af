package dev.amend.engine.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A backfill's life that nobody disturbed, and its warehouse as it was before each command. Put back always in the same
 * folder, since tables name their files by absolute paths.
 */
final class CrashStages {
    private final Path folder;
    private final Map<CrashAct, List<String>> points = new EnumMap<>(CrashAct.class);
    private final Map<CrashAct, CrashOutcome> outcomes = new EnumMap<>(CrashAct.class);

    private CrashStages(Path folder) {
        this.folder = folder;
    }

    static CrashStages live(Path folder) throws IOException {
        CrashStages stages = new CrashStages(folder);
        Files.createDirectories(stages.world());
        try (SmallWorld world = SmallWorld.create(stages.world())) {
            world.assumeProved();
            for (CrashAct act : CrashAct.values()) {
                copy(stages.world(), stages.kept(act));
                CrashPoints recorded = CrashPoints.recorded();
                world.runToldTo(recorded, act.command(world));
                stages.points.put(act, recorded.all());
                stages.outcomes.put(act, CrashOutcome.of(world));
                act.follow(world);
            }
        }
        return stages;
    }

    /** The moments before and after each durable step of a command. */
    List<String> points(CrashAct act) {
        return points.getOrDefault(act, List.of());
    }

    CrashOutcome outcome(CrashAct act) {
        return outcomes.get(act);
    }

    /** The warehouse as it was before a command. */
    SmallWorld before(CrashAct act) throws IOException {
        delete(world());
        copy(kept(act), world());
        return SmallWorld.reopen(world());
    }

    private Path world() {
        return folder.resolve("world");
    }

    private Path kept(CrashAct act) {
        return folder.resolve("before-" + act);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(CrashStages::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
