package dev.amend.publish.view;

import static dev.amend.publish.view.ViewBackfill.NEW;
import static dev.amend.publish.view.ViewBackfill.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.CommitFault;
import dev.amend.publish.fixture.CommitFault.Answer;
import dev.amend.publish.fixture.CommitFault.Fate;
import dev.amend.publish.fixture.FalseAnswer;
import dev.amend.publish.fixture.RestCatalogServer;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.step.PublishStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replacements of a view whose answers are not what became of them. */
final class ViewFaultsIT {

    /** Whether anyone can look afterwards. */
    enum Look {
        POSSIBLE,
        FAILING
    }

    /** How a call ended. */
    enum Outcome {
        DONE,
        UNKNOWN
    }

    @TempDir
    private Path dir;

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    @ParameterizedTest
    @MethodSource("faults")
    void publishesOnceWhateverBecomesOfTheReplacement(Catalogs.Kind kind, Fate fate, FalseAnswer answer, Look look)
            throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        FaultyViews views = faulty(backfill, fate, answer, look);

        Outcome outcome = outcome(() -> backfill.through(views).publish());

        assertThat(views.isFaultless()).isTrue();
        assertThat(outcome).isEqualTo(expected(fate, answer == FalseAnswer.CONFLICT, look));
        assertThat(backfill.read()).isEqualTo(outcome == Outcome.DONE || fate == Fate.APPLIED ? NEW : OLD);
        requireFoundByTheNextCall(backfill);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void rollsBackOnceWhateverBecomesOfTheReplacement(Catalogs.Kind kind, Fate fate, FalseAnswer answer, Look look)
            throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();
        FaultyViews views = faulty(backfill, fate, answer, look);

        Outcome outcome = outcome(() -> backfill.through(views).rollBack());

        assertThat(views.isFaultless()).isTrue();
        assertThat(outcome).isEqualTo(expected(fate, answer == FalseAnswer.CONFLICT, look));
        boolean rolledBack = outcome == Outcome.DONE || fate == Fate.APPLIED;
        assertThat(backfill.read()).isEqualTo(rolledBack ? OLD : NEW);
        assertThat(backfill.withEpoch(2).rollBack().already()).isEqualTo(rolledBack);
        assertThat(backfill.read()).isEqualTo(OLD);
    }

    @ParameterizedTest
    @MethodSource("answersOfAServer")
    void publishesOnceThroughAServer(Fate fate, Answer answer, Look look) throws Exception {
        RestCatalogServer server = catalogs.server();
        ViewBackfill backfill = ViewBackfill.built(catalogs.client(server));
        CommitFault fault = new CommitFault(fate, answer).meanwhile(() -> {
            if (look == Look.FAILING) {
                server.denyLoads();
            }
        });

        Outcome outcome = outcome(() -> backfill.telling(ViewPublicationIT.before(PublishStep.REPLACE_VIEW, () -> {
                    server.nextViewChange(fault);
                    return fault;
                }))
                .publish());
        server.allowLoads();

        assertThat(server.isFaultless()).isTrue();
        boolean known = answer == Answer.CONFLICT || answer.isSentAgainByTheClient();
        assertThat(outcome).isEqualTo(expected(fate, known, look));
        assertThat(backfill.read()).isEqualTo(outcome == Outcome.DONE || fate == Fate.APPLIED ? NEW : OLD);
        requireFoundByTheNextCall(backfill);
    }

    static Stream<Arguments> faults() {
        List<Arguments> faults = new ArrayList<>();
        for (Catalogs.Kind kind : Set.of(Catalogs.Kind.IN_MEMORY, Catalogs.Kind.JDBC)) {
            for (Fate fate : Fate.values()) {
                for (FalseAnswer answer : FalseAnswer.values()) {
                    for (Look look : Look.values()) {
                        faults.add(arguments(kind, fate, answer, look));
                    }
                }
            }
        }
        return faults.stream();
    }

    static Stream<Arguments> answersOfAServer() {
        List<Arguments> answers = new ArrayList<>();
        for (Fate fate : Fate.values()) {
            for (Answer answer : Answer.values()) {
                answers.add(arguments(fate, answer, Look.POSSIBLE));
            }
            answers.add(arguments(fate, Answer.GATEWAY_TIMEOUT, Look.FAILING));
            answers.add(arguments(fate, Answer.CONFLICT, Look.FAILING));
        }
        return answers.stream();
    }

    private static FaultyViews faulty(ViewBackfill backfill, Fate fate, FalseAnswer answer, Look look) {
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog());
        if (look == Look.FAILING) {
            views.refreshFails();
        }
        return fate == Fate.APPLIED ? views.appliedThen(answer::answer) : views.notAppliedBut(answer::answer);
    }

    /** What was applied is found; a conflict is a refusal; all else may be on its way still. */
    private static Outcome expected(Fate fate, boolean known, Look look) {
        return (known || fate == Fate.APPLIED) && look == Look.POSSIBLE ? Outcome.DONE : Outcome.UNKNOWN;
    }

    private static Outcome outcome(ViewPublicationIT.Action action) {
        try {
            action.done();
            return Outcome.DONE;
        } catch (CommitOutcomeUnknown e) {
            assertThat(e).hasMessageStartingWith("Cannot tell whether the commit to db.current was applied");
            return Outcome.UNKNOWN;
        }
    }

    /** Another process publishes: it finds what there is, or does what is missing. */
    private static void requireFoundByTheNextCall(ViewBackfill backfill) throws CommitOutcomeUnknown {
        boolean already = backfill.read().equals(NEW);

        Published published = backfill.withEpoch(2).publish();

        assertThat(published.already()).isEqualTo(already);
        assertThat(backfill.read()).isEqualTo(NEW);
        assertThat(ViewPublicationIT.publications(backfill)).hasSize(1);
    }
}
