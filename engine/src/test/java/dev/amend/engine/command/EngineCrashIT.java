package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.publish.step.PublishStep;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code kill -9} between the table's commits and the journal: the same command, given again, ends as if undisturbed. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineCrashIT {
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 143;
    private static final int PATIENCE_SECONDS = 120;
    private static final String PUBLISHED_ONLY_IN_THE_TABLE = "after target OVERWRITE #1";

    private static final String ASKED_WHILE_SPARK_STARTS = "after journal lease.json #1";

    private CrashStages stages;

    @BeforeAll
    void liveUndisturbed(@TempDir Path folder) throws IOException {
        stages = CrashStages.live(folder);
    }

    @Test
    void anUndisturbedLifeEndsAsItMust() {
        for (CrashAct act : CrashAct.values()) {
            assertThat(stages.outcome(act).status()).isEqualTo(act.status());
        }
        assertThat(stages.outcome(CrashAct.PUBLISH).ledger()).isEqualTo("tax-fix/1, olga, current");
        assertThat(stages.outcome(CrashAct.ROLLBACK).ledger()).isEqualTo("tax-fix/1, olga, rolled back");
        assertThat(stages.outcome(CrashAct.RETIRE).refs()).containsExactly("main");
        for (CrashAct act : CrashAct.values()) {
            System.out.printf("%s: %d points%n", act, stages.points(act).size());
        }
    }

    /** What is written to the journal and the audit table is announced by what writes there; the rest is named here. */
    @Test
    void everyStepIsAnnounced() {
        assertThat(stages.points(CrashAct.RUN))
                .contains(
                        "after target " + PublishStep.CREATE_REFS + " #1",
                        "after target " + PublishStep.CLEAR_RANGE + " #1",
                        "after target BATCH 2026-01-05 #1",
                        "after journal lease.json #1",
                        "after journal specification.yaml #1",
                        "after journal plan.json #1",
                        "after journal batches/2026-01-26.json #3",
                        "after journal reports/report.json #1");
        assertThat(stages.points(CrashAct.PUBLISH))
                .containsSubsequence(
                        "after target " + PublishStep.OVERWRITE + " #1",
                        "after journal releases/N.json #1",
                        "before journal status.json #1",
                        "after audit data_releases #1");
    }

    static Stream<Arguments> chosen() {
        return Stream.of(
                arguments(CrashAct.RUN, "after target CREATE_REFS #1"),
                arguments(CrashAct.RUN, "after target BATCH 2026-01-12 #1"),
                arguments(CrashAct.PUBLISH, "after journal releases/N.json #1"),
                arguments(CrashAct.ROLLBACK, "after target ROLL_BACK_BY_REFERENCE #1"),
                arguments(CrashAct.ROLLBACK, "after journal releases/N.json #1"),
                arguments(CrashAct.RETIRE, "after target REMOVE_REFS #1"),
                arguments(CrashAct.RETIRE, "after journal status.json #1"));
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void theSameCommandAgainEndsAsIfUndisturbed(CrashAct act, String point) throws Exception {
        try (SmallWorld world = stages.before(act)) {
            killed(world, act, point);
            requireStatusIsRight(world, act);
            endsAsIfUndisturbed(world, act, point);
        }
    }

    static Stream<Arguments> asked() {
        return Stream.of(
                arguments(CrashAct.PUBLISH, PUBLISHED_ONLY_IN_THE_TABLE, 7, "The publication is done and on record"),
                arguments(CrashAct.ROLLBACK, "after target ROLL_BACK_BY_REFERENCE #1", 0, "tax-fix is ROLLED_BACK"),
                arguments(CrashAct.RETIRE, "after target REMOVE_REFS #1", 0, "tax-fix is RETIRED"));
    }

    /** By SIGTERM: from its commit on a command goes on until everything is on record. */
    @ParameterizedTest
    @MethodSource("asked")
    void aReleaseThatIsAskedToEndAfterItsCommitPutsItOnRecord(CrashAct act, String point, int exitCode, String said)
            throws Exception {
        try (SmallWorld world = stages.before(act)) {
            Ended ended = signalled(world, act, point, "TERM");

            assertThat(ended.exitCode()).as(ended.output()).isEqualTo(exitCode);
            assertThat(ended.output()).contains(said).doesNotContain("Unexpected");
            assertThat(CrashOutcome.of(world)).isEqualTo(stages.outcome(act));
        }
    }

    static Stream<Arguments> askedTwice() {
        return Stream.of(
                arguments(CrashAct.RUN, "after journal batches/2026-01-12.json #1"),
                arguments(CrashAct.RUN, "after target BATCH 2026-01-12 #1"),
                arguments(CrashAct.PUBLISH, ASKED_WHILE_SPARK_STARTS));
    }

    /** Spark is stopped under it: what its jobs say then is no failure of a batch, and no error of Amend. */
    @ParameterizedTest
    @MethodSource("askedTwice")
    void aCommandThatIsAskedTwiceEndsAtOnceAndIsNotTakenForAFailedOne(CrashAct act, String point) throws Exception {
        try (SmallWorld world = stages.before(act)) {
            Ended ended = signalled(world, act, point, "TERM+TERM");

            assertThat(ended.exitCode()).as(ended.output()).isEqualTo(TERMINATED);
            assertThat(ended.output()).doesNotContain("Unexpected", "failed: ");
            requireStatusIsRight(world, act);
            endsAsIfUndisturbed(world, act, point);
        }
    }

    @Test
    void aPublicationThatIsAskedToEndBeforeItsCommitPublishesNothing() throws Exception {
        try (SmallWorld world = stages.before(CrashAct.PUBLISH)) {
            Ended ended = signalled(world, CrashAct.PUBLISH, ASKED_WHILE_SPARK_STARTS, "TERM");

            assertThat(ended.exitCode()).as(ended.output()).isEqualTo(7);
            assertThat(ended.output())
                    .contains(
                            "amend: Cannot publish tax-fix: the process was asked to end (SIGTERM) before the commit",
                            "Nothing was changed. Run the same command again");
            endsAsIfUndisturbed(world, CrashAct.PUBLISH, ASKED_WHILE_SPARK_STARTS);
        }
    }

    @Test
    void aRollbackOfWhatOnlyTheTableKnowsToBePublishedAsksForThePublicationFirst() throws Exception {
        try (SmallWorld world = stages.before(CrashAct.PUBLISH)) {
            killed(world, CrashAct.PUBLISH, PUBLISHED_ONLY_IN_THE_TABLE);
            assertThat(world.run(0, "status", ID).out()).contains("APPROVED").contains("next:     amend publish " + ID);
            long published = world.lake().target().currentSnapshot().snapshotId();

            TestProgram.Outcome refused = world.run(2, "rollback", ID, "--reason", "wrong");
            assertThat(refused.err())
                    .contains("no publication of it is on record")
                    .contains("amend publish " + ID);
            assertThat(world.lake().target().currentSnapshot().snapshotId()).isEqualTo(published);

            endsAsIfUndisturbed(world, CrashAct.PUBLISH, PUBLISHED_ONLY_IN_THE_TABLE);
            world.run(0, "rollback", ID, "--reason", "wrong");
            assertThat(CrashOutcome.of(world)).isEqualTo(stages.outcome(CrashAct.ROLLBACK));
        }
    }

    /** Else the publication would be taken for drift, and the tag on the old data be moved to the new. */
    @Test
    void aRebaseOfWhatOnlyTheTableKnowsToBePublishedIsRefused() throws Exception {
        try (SmallWorld world = stages.before(CrashAct.PUBLISH)) {
            killed(world, CrashAct.PUBLISH, PUBLISHED_ONLY_IN_THE_TABLE);

            TestProgram.Outcome refused = world.run(2, "rebase", ID);

            assertThat(refused.err()).contains("it is published already").contains("amend publish " + ID);
            endsAsIfUndisturbed(world, CrashAct.PUBLISH, PUBLISHED_ONLY_IN_THE_TABLE);
        }
    }

    /** Else main would keep a publication of which the journal says that it was given up. */
    @Test
    void aCancelOfWhatOnlyTheTableKnowsToBePublishedIsRefused() throws Exception {
        try (SmallWorld world = stages.before(CrashAct.PUBLISH)) {
            killed(world, CrashAct.PUBLISH, PUBLISHED_ONLY_IN_THE_TABLE);
            List<String> refs = world.refs();
            long published = world.lake().target().currentSnapshot().snapshotId();

            TestProgram.Outcome refused = world.run(2, "cancel", ID, "--reason", "not needed any more");

            assertThat(refused.err())
                    .isEqualTo("""
                            amend: Cannot cancel tax-fix: it is published already, by a publish that was cut off before it was recorded
                              where: %s, snapshot %d
                              next:  'amend publish tax-fix' finds it and records it; then 'amend rollback tax-fix --reason TEXT' makes the old data current again. Nothing was changed
                            """.formatted(world.lake().target().name(), published));
            assertThat(world.journal().status().state().name()).isEqualTo("APPROVED");
            assertThat(world.journal().control().wanted().name()).isEqualTo("RUN");
            assertThat(world.refs()).isEqualTo(refs);
            assertThat(world.lake().target().currentSnapshot().snapshotId()).isEqualTo(published);
            endsAsIfUndisturbed(world, CrashAct.PUBLISH, PUBLISHED_ONLY_IN_THE_TABLE);
            world.run(0, CrashAct.ROLLBACK.command(world).toArray(String[]::new));
            assertThat(CrashOutcome.of(world)).isEqualTo(stages.outcome(CrashAct.ROLLBACK));
        }
    }

    @Test
    void aCancelAfterAPublishThatWasKilledBeforeItsCommitIsCarriedOut() throws Exception {
        try (SmallWorld world = stages.before(CrashAct.PUBLISH)) {
            killed(world, CrashAct.PUBLISH, "before target OVERWRITE #1");

            world.run(0, "cancel", ID, "--reason", "not needed any more");

            assertThat(world.journal().status().state().name()).isEqualTo("CANCELLED");
            world.run(0, "retire", ID, "--by", "olga");
            assertThat(world.refs()).containsExactly("main");
        }
    }

    /** Also with the move to PUBLISHED lost, a rollback must not take the table back and then fail on the journal. */
    @Test
    void aRollbackMakesGoodThatThePublicationWasNotMarked() throws Exception {
        try (SmallWorld world = stages.before(CrashAct.PUBLISH)) {
            killed(world, CrashAct.PUBLISH, "after journal releases/N.json #1");

            world.run(0, "rollback", ID, "--reason", "wrong");

            assertThat(CrashOutcome.of(world)).isEqualTo(stages.outcome(CrashAct.ROLLBACK));
        }
    }

    /** There is no run that could obey at its next safe point. */
    @Test
    void aCancelAfterAKilledRunIsCarriedOutAtOnce() throws Exception {
        try (SmallWorld world = stages.before(CrashAct.RUN)) {
            killed(world, CrashAct.RUN, "after target CREATE_REFS #1");

            JsonNode cancelled = world.run(0, "cancel", ID, "--reason", "not needed any more", "-o", "json")
                    .json();

            assertThat(cancelled.at("/running").asBoolean()).isFalse();
            assertThat(world.journal().status().state().name()).isEqualTo("CANCELLED");
        }
    }

    Stream<Arguments> allOfRun() {
        return all(CrashAct.RUN);
    }

    @ParameterizedTest
    @MethodSource("allOfRun")
    @Tag("trial")
    void aRunAgainEndsAsIfUndisturbedAfterAnyKill(CrashAct act, String point) throws Exception {
        theSameCommandAgainEndsAsIfUndisturbed(act, point);
    }

    Stream<Arguments> allOfReleases() {
        return Stream.of(CrashAct.PUBLISH, CrashAct.ROLLBACK, CrashAct.RETIRE).flatMap(this::all);
    }

    @ParameterizedTest
    @MethodSource("allOfReleases")
    @Tag("trial")
    void aReleaseAgainEndsAsIfUndisturbedAfterAnyKill(CrashAct act, String point) throws Exception {
        theSameCommandAgainEndsAsIfUndisturbed(act, point);
    }

    private Stream<Arguments> all(CrashAct act) {
        return stages.points(act).stream().filter(point -> !isHeartbeat(point)).map(point -> arguments(act, point));
    }

    /** How many there are depends on the time that a command takes: the lease is taken, and the next write is tried. */
    private static boolean isHeartbeat(String point) {
        return point.contains("journal lease.json") && !point.matches(".* #[12]");
    }

    private static void endsAsIfUndisturbed(SmallWorld world, CrashAct act, String point, CrashOutcome undisturbed) {
        world.run(0, act.command(world).toArray(String[]::new));
        assertThat(CrashOutcome.of(world)).as("%s killed %s", act, point).isEqualTo(undisturbed);
    }

    private void endsAsIfUndisturbed(SmallWorld world, CrashAct act, String point) {
        endsAsIfUndisturbed(world, act, point, stages.outcome(act));
    }

    /** A run that is gone is not said to work, and what was is said until what is was recorded. */
    private static void requireStatusIsRight(SmallWorld world, CrashAct act) {
        JsonNode status = world.run(0, "status", ID, "-o", "json").json();
        assertThat(status.at("/run").isNull()).as("run of %s", status).isTrue();
        assertThat(status.at("/status").asText()).isIn(possible(act));
    }

    private static List<String> possible(CrashAct act) {
        return switch (act) {
            case RUN -> List.of("READY", "RUNNING", "BUILT");
            case PUBLISH -> List.of("BUILT", "APPROVED", "PUBLISHED");
            case ROLLBACK -> List.of("PUBLISHED", "ROLLED_BACK");
            case RETIRE -> List.of("ROLLED_BACK", "RETIRED");
        };
    }

    private static void killed(SmallWorld world, CrashAct act, String point) throws Exception {
        Ended ended = signalled(world, act, point, "KILL");
        assertThat(ended.exitCode())
                .as("%s killed %s%n%s", act, point, ended.output())
                .isEqualTo(KILLED);
    }

    /** How a process ended that was sent a signal. */
    private record Ended(int exitCode, String output) {}

    private static Ended signalled(SmallWorld world, CrashAct act, String point, String signal) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-Duser.timezone"))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CrashingProgram.class.getName(),
                point,
                signal));
        command.addAll(act.command(world));

        Path output = world.folder().resolve("killed.out");
        Process process = world.inProcess(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        process.waitFor();
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
