package dev.amend.publish.view;

import static dev.amend.publish.view.ViewBackfill.NEW;
import static dev.amend.publish.view.ViewBackfill.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.branch.PublicationResult.How;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.FalseAnswer;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.Table;
import org.apache.iceberg.view.ViewHistoryEntry;
import org.apache.iceberg.view.ViewVersion;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A shadow table becomes what consumers read by one replacement of their view, on every kind of catalog that has views. */
final class ViewPublicationIT {
    private static final Consent TAKEN_BACK = () -> {
        throw new IllegalStateException("olga rejected it");
    };

    @TempDir
    private Path dir;

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void publishesByOneReplacementAndFindsItAgain(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        assertThat(backfill.read()).isEqualTo(OLD);

        Published published = backfill.publish();
        Published again = backfill.publish();

        assertThat(published)
                .isEqualTo(
                        new Published(backfill.shadow().head(), backfill.plan.baselineSnapshotId(), How.VIEW, false));
        assertThat(again).isEqualTo(new Published(published.snapshotId(), published.previousHead(), How.VIEW, true));
        assertThat(backfill.read()).isEqualTo(NEW);
        assertThat(backfill.sql()).isEqualTo("select * from db.amend_tax_fix");
        assertThat(backfill.metadata().history()).hasSize(2);
        assertThat(backfill.metadata().currentVersion().summary())
                .containsAllEntriesOf(Map.of(
                        "amend.backfill-id",
                        "tax-fix",
                        "amend.kind",
                        "publish",
                        "amend.epoch",
                        "1",
                        "amend.spec-digest",
                        "digest",
                        "amend.report-digest",
                        "report",
                        "amend.approved-by",
                        "controller",
                        "amend.snapshot",
                        Long.toString(published.snapshotId())));
        assertThat(Warehouse.main(backfill.place.target()))
                .as("the old data stays, under its tag")
                .isEqualTo(OLD);
        assertThat(backfill.place.target().refs()).containsOnlyKeys("main", "sales_before");
        assertThat(backfill.publication().changesSince(backfill.plan, published.snapshotId()))
                .isEmpty();
        assertThat(backfill.publication().notAsPublished(backfill.plan)).isEmpty();
    }

    /** The decision was taken back while everything was prepared. */
    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void leavesTheViewAloneWithoutConsent(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        PublicationRequest request = backfill.request();

        assertThatThrownBy(() -> backfill.publication().publish(request, TAKEN_BACK))
                .hasMessage("olga rejected it");

        assertThat(backfill.read()).isEqualTo(OLD);
        assertThat(backfill.metadata().history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void aReaderThatLoadsTheViewAllTheTimeNeverSeesAMixture(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        ConcurrentLinkedQueue<Set<String>> seen = new ConcurrentLinkedQueue<>();
        AtomicBoolean reading = new AtomicBoolean(true);
        Thread reader = new Thread(() -> {
            while (reading.get()) {
                seen.add(backfill.read());
            }
        });
        reader.start();

        backfill.publish();
        seen.add(backfill.read());
        backfill.rollBack();
        reading.set(false);
        reader.join();

        assertThat(seen).allSatisfy(files -> assertThat(files).isIn(OLD, NEW)).contains(NEW);
        assertThat(backfill.read()).isEqualTo(OLD);
    }

    @ParameterizedTest
    @CsvSource({
        "JDBC,TAG_PUBLISHED",
        "JDBC,REPLACE_VIEW",
        "JDBC,EXTEND_BASELINE",
        "REST,TAG_PUBLISHED",
        "REST,REPLACE_VIEW"
    })
    void goesOnAfterACrash(Catalogs.Kind kind, PublishStep step) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        PublishListener crash = new PublishListener() {
            @Override
            public void after(PublishStep taken) {
                if (taken == step) {
                    throw new IllegalStateException("crash after " + step);
                }
            }
        };
        assertThatThrownBy(() -> backfill.telling(crash).publish()).hasMessage("crash after " + step);

        Published published = backfill.withEpoch(2).publish();

        assertThat(published.already()).isEqualTo(step != PublishStep.TAG_PUBLISHED);
        assertThat(backfill.read()).isEqualTo(NEW);
        assertThat(publications(backfill)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void keepsWhatSomebodyElseMadeOfTheViewMeanwhile(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog())
                .after(() -> backfill.replaceView("select id, day, amount from %s where amount > 0"));

        Published published = backfill.through(views).publish();

        assertThat(published.already()).isFalse();
        assertThat(views.isFaultless()).isTrue();
        assertThat(backfill.sql()).isEqualTo("select id, day, amount from db.amend_tax_fix where amount > 0");
        backfill.rollBack();
        assertThat(backfill.sql())
                .isEqualTo("select id, day, amount from %s where amount > 0".formatted(backfill.place.targetId()));
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void leavesAViewAloneThatIsNoPlainSelectAnyMore(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog())
                .after(() -> backfill.replaceView("select * from %1$s union all select * from %1$s"));

        assertThatThrownBy(() -> backfill.through(views).publish())
                .isInstanceOf(AmendException.class)
                .hasMessage(
                        "Cannot publish through view db.current: it must be a plain select from %1$s, and it is  spark: select * from %1$s union all select * from %1$s"
                                .formatted(backfill.place.targetId()));

        assertThat(backfill.sql()).contains("union all");
        assertThat(new ViewState(backfill.metadata(), backfill.plan.id()).published())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void aDriverThatWakesUpLateIsFencedOff(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        ViewBackfill later = backfill.withEpoch(2);
        PublishListener sleeping = before(PublishStep.REPLACE_VIEW, later::publish);

        assertThatThrownBy(() -> backfill.telling(sleeping).publish())
                .hasMessage("Cannot replace view db.current: a later run took over: it has epoch 2, this run has 1");

        assertThat(backfill.read()).isEqualTo(NEW);
        assertThat(publications(backfill)).hasSize(1);
    }

    /** On REST nothing compares versions: there the late replacement is applied, seen, and taken back. */
    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void aPublicationThatIsOnItsWayDoesNotOutliveARollback(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        ViewBackfill later = backfill.withEpoch(2);
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog()).after(() -> {
            quietly(later::publish);
            quietly(later::rollBack);
        });

        assertThatThrownBy(() -> backfill.through(views).publish())
                .hasMessage("Cannot publish again: the publication through view db.current was rolled back");

        assertThat(backfill.read()).isEqualTo(OLD);
        assertThat(later.rollBack().already()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void twoPublicationsOnTheirWayAreOne(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        ViewBackfill later = backfill.withEpoch(2);
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog()).after(() -> quietly(later::publish));

        Published published = backfill.through(views).publish();

        assertThat(published.already()).isTrue();
        assertThat(backfill.read()).isEqualTo(NEW);
        assertThat(new ViewState(backfill.metadata(), backfill.plan.id()).published())
                .hasValueSatisfying(mark -> assertThat(mark.epoch()).isEqualTo(2));
        later.rollBack();
        assertThat(backfill.read()).isEqualTo(OLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void anyChangeOfTheTargetIsDrift(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.append(backfill.place.target(), "late-2024-01-09");

        List<RangeChange> drift = drift(backfill.tryToPublish());

        assertThat(drift).singleElement().satisfies(change -> {
            assertThat(change.operation()).isEqualTo("append");
            assertThat(change.partitions()).as("outside of the range").isEmpty();
        });
        assertThat(backfill.read()).contains("late-2024-01-09");
        assertThat(backfill.metadata().history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void aWriteThatArrivesWithTheReplacementIsDriftAsWell(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog())
                .after(() -> backfill.append(backfill.place.target(), "late-2024-01-02"));

        List<RangeChange> drift = drift(backfill.through(views).tryToPublish());

        assertThat(drift).hasSize(1);
        assertThat(backfill.read()).hasSize(5).contains("late-2024-01-02");
        assertThat(new ViewState(backfill.metadata(), backfill.plan.id()).published())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void isSetBackEvenIfTheViewIsChangedOnceMore(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog())
                .after(() -> backfill.append(backfill.place.target(), "late-2024-01-02"))
                .notAppliedBut(FalseAnswer.CONFLICT::answer);

        assertThat(drift(backfill.through(views).tryToPublish())).hasSize(1);

        assertThat(views.isFaultless()).isTrue();
        assertThat(backfill.read()).contains("late-2024-01-02");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void saysSoIfItCanNotBeSetBack(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog())
                .after(() -> backfill.append(backfill.place.target(), "late-2024-01-02"));
        for (int i = 0; i < 5; i++) {
            views.notAppliedBut(FalseAnswer.CONFLICT::answer);
        }

        assertThatThrownBy(() -> backfill.through(views).tryToPublish())
                .hasMessage(
                        "View db.current reads db.amend_tax_fix, which is not what was approved, and can't be set back: others changed the view first in each of 5 tries");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void aCompactionOfTheTargetIsNoDrift(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        Table target = backfill.place.target();
        target.newRewrite()
                .deleteFile(Warehouse.find(target, "old-2024-01-02"))
                .addFile(ViewBackfill.file(target, "compacted-old-2024-01-02"))
                .commit();

        assertThat(backfill.publish().already()).isFalse();

        assertThat(backfill.read()).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void publishesNothingButWhatWasReconciled(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        var approved = backfill.request();
        backfill.build(ViewBackfill.FIRST, 2, "other-2024-01-01", "other-2024-01-02");

        assertThatThrownBy(() -> backfill.publication().publish(approved, Consent.NOT_NEEDED))
                .hasMessageContaining("batch 2024-01-01 was reconciled at snapshot")
                .hasMessageContaining("but the shadow has other files");
        backfill.append(backfill.place.requiredShadow(), "foreign-2024-01-01");
        assertThatThrownBy(() -> backfill.publication().publish(approved, Consent.NOT_NEEDED))
                .hasMessageContaining("is not of this backfill");

        assertThat(backfill.read()).isEqualTo(OLD);
        assertThat(backfill.metadata().history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void aBatchThatArrivesWithTheReplacementTakesItBack(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog())
                .after(() -> backfill.build(ViewBackfill.FIRST, 2, "other-2024-01-01", "other-2024-01-02"));

        assertThatThrownBy(() -> backfill.through(views).publish())
                .hasMessage(
                        "Cannot publish through view db.current: the shadow table was written to at the same moment; the view was set back at once");

        assertThat(backfill.read()).isEqualTo(OLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void seesWhatOthersDidSince(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        Published published = backfill.publish();

        backfill.append(backfill.place.requiredShadow(), "live-2024-01-04");
        assertThat(backfill.publication().changesSince(backfill.plan, published.snapshotId()))
                .hasSize(1);
        backfill.append(backfill.place.target(), "lost-2024-01-04");
        assertThat(backfill.publication().notAsPublished(backfill.plan))
                .singleElement()
                .asString()
                .startsWith("%s was written to after the baseline".formatted(backfill.place.targetId()));
        backfill.replaceView("select * from %s");
        assertThat(backfill.publication().notAsPublished(backfill.plan))
                .containsExactly(
                        "view db.current is at version %d, which is not the published one:  spark: select * from %s"
                                .formatted(backfill.metadata().currentVersionId(), backfill.place.targetId()));
    }

    private static List<RangeChange> drift(PublicationResult result) {
        return result.fold(
                published -> {
                    throw new AssertionError("Published: " + published);
                },
                PublicationResult.Drifted::changes);
    }

    /** The versions that were current and published, however often they became so. */
    static List<ViewVersion> publications(ViewBackfill backfill) {
        return backfill.metadata().history().stream()
                .map(ViewHistoryEntry::versionId)
                .map(backfill.metadata()::version)
                .filter(version -> "publish".equals(version.summary().get("amend.kind")))
                .toList();
    }

    /** What a test does where no checked exception may come out. */
    interface Action {
        Object done() throws CommitOutcomeUnknown;
    }

    static void quietly(Action action) {
        try {
            action.done();
        } catch (CommitOutcomeUnknown e) {
            throw new AssertionError(e);
        }
    }

    /** Does something before a step is taken for the first time. */
    static PublishListener before(PublishStep step, Action action) {
        AtomicBoolean isDone = new AtomicBoolean();
        return new PublishListener() {
            @Override
            public void before(PublishStep taken) {
                if (taken == step && !isDone.getAndSet(true)) {
                    quietly(action);
                }
            }
        };
    }
}
