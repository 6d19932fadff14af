package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.step.PublishStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process is killed by {@code kill -9} before and after each step of a backfill's life, and at random moments, and the
 * next one goes on: the end is that of a life that nobody disturbed, no reader sees a mixture and no live row is lost.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashTrialIT {
    private static final int KILLS_OF_ONE_LIFE = 8;

    private final long seed = Long.getLong("amend.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<CrashLife, Undisturbed> undisturbed = new ConcurrentHashMap<>();
    private final AtomicInteger worlds = new AtomicInteger();
    private Path folder = Path.of("");
    private CrashProgram program;

    /** How a life goes that nobody disturbs. */
    private record Undisturbed(Set<String> points, Duration took, CrashWorld.End end) {}

    @BeforeAll
    void liveUndisturbed(@TempDir Path dir) throws Exception {
        folder = dir;
        program = CrashProgram.in(dir);
        CrashWorld first = world(CrashLife.REWRITTEN_AND_COPIED_BACK);
        first.undisturbed();
        first.end();
        inEachLife(life -> {
            CrashWorld world = world(life);
            CrashWorld.Run run = world.undisturbed();
            CrashWorld.End end = world.end();
            assertThat(end.refs()).as("refs after %s", life).containsExactly("main");
            assertThat(end.inRange()).isIn(life.worlds());
            undisturbed.put(life, new Undisturbed(new LinkedHashSet<>(run.points()), run.took(), end));
        });
    }

    /** What is done with a life. */
    private interface Trial {
        void on(CrashLife life) throws Exception;
    }

    /** Two at a time: they are worlds of their own. */
    private static void inEachLife(Trial trial) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<CrashLife>> trials = new ArrayList<>();
            for (CrashLife life : CrashLife.all()) {
                trials.add(() -> {
                    trial.on(life);
                    return life;
                });
            }
            for (Future<CrashLife> done : threads.invokeAll(trials)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Steps that only a publication through a view takes: ViewPublicationIT and ViewRollbackIT crash after each. */
    private static final Set<PublishStep> OF_VIEWS = EnumSet.of(
            PublishStep.CREATE_SHADOW_TABLE,
            PublishStep.TAG_PUBLISHED,
            PublishStep.EXTEND_BASELINE,
            PublishStep.REPLACE_VIEW,
            PublishStep.WITHDRAW_VIEW,
            PublishStep.ROLL_BACK_VIEW,
            PublishStep.DROP_SHADOW_TABLE);

    /** A step that is new must be taken by a life, and is killed at from then on. */
    @Test
    void everyStepThatThereIsIsTakenByALife() {
        List<String> steps = Stream.of(PublishStep.values())
                .filter(step -> !OF_VIEWS.contains(step))
                // Only a publication of several tables takes it: JointFaultsIT crashes after it
                .filter(step -> step != PublishStep.COMMIT_TOGETHER)
                .flatMap(step -> Stream.of("before " + step, "after " + step))
                .toList();

        assertThat(undisturbed.values().stream().flatMap(life -> life.points().stream()))
                .containsAll(steps);
        assertThat(undisturbed.keySet()).isEqualTo(EnumSet.allOf(CrashLife.class));
    }

    /** Each run of a life gets as far as the next point that no earlier life has. */
    @Test
    void aKillBeforeAndAfterEachStepChangesNothing() throws Exception {
        Set<String> known = new HashSet<>();
        Map<CrashLife, List<String>> deadly = new EnumMap<>(CrashLife.class);
        for (CrashLife life : CrashLife.all()) {
            deadly.put(life, of(life).points().stream().filter(known::add).toList());
        }

        inEachLife(life -> {
            CrashWorld world = world(life);
            for (String point : deadly.getOrDefault(life, List.of())) {
                world.killedAt(point);
            }
            goOnAsIfUndisturbed(world, life);
        });
        System.out.printf("killed at each of %d points%n", known.size());
    }

    /** The other way: each point of each life with one kill alone. */
    @ParameterizedTest
    @EnumSource
    @Tag("trial")
    void oneKillAnywhereChangesNothing(CrashLife life) throws Exception {
        for (String point : of(life).points()) {
            CrashWorld world = world(life);
            world.killedAt(point);
            goOnAsIfUndisturbed(world, life);
        }
        System.out.printf(
                "%s: one kill at each of %d points%n", life, of(life).points().size());
    }

    @Test
    void killsAtRandomMomentsChangeNothing() throws Exception {
        killAtRandomMoments(6);
    }

    @Test
    @Tag("trial")
    void manyKillsAtRandomMomentsChangeNothing() throws Exception {
        killAtRandomMoments(200);
    }

    private void killAtRandomMoments(int wanted) throws Exception {
        System.out.printf("%d kills at random moments, -Damend.seed=%d%n", wanted, seed);
        List<CrashLife> lives = new ArrayList<>(CrashLife.all());
        int kills = 0;
        int live = 0;
        for (int i = 0; kills < wanted; i++) {
            CrashLife life = lives.get(i % lives.size());
            CrashWorld world = world(life);
            for (int ofThisLife = 0; ofThisLife < KILLS_OF_ONE_LIFE && kills < wanted; ofThisLife++) {
                if (!world.killedAfter(moment(life))) {
                    break;
                }
                kills++;
            }
            goOnAsIfUndisturbed(world, life);
            live += world.liveAppends();
        }
        System.out.printf("killed %d times at random moments, %d live appends are all there%n", kills, live);
    }

    /**
     * Counted from where work begins, which is later than the start of the process. Sooner more often than later: a run
     * that goes on has less to do than the first.
     */
    private Duration moment(CrashLife life) {
        double part = random.nextDouble();
        return Duration.ofNanos((long) (part * part * of(life).took().toNanos()));
    }

    private void goOnAsIfUndisturbed(CrashWorld world, CrashLife life) throws Exception {
        world.undisturbed();
        assertThat(world.end()).as("end of %s", world).isEqualTo(of(life).end());
    }

    private Undisturbed of(CrashLife life) {
        return Objects.requireNonNull(undisturbed.get(life));
    }

    private CrashWorld world(CrashLife life) throws Exception {
        return CrashWorld.create(program, folder.resolve(life + "-" + worlds.incrementAndGet()), life);
    }
}
