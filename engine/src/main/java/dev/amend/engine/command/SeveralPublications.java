package dev.amend.engine.command;

import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.release.ApprovalVerdict;
import dev.amend.engine.release.JointCode;
import dev.amend.engine.release.JointRelease;
import dev.amend.engine.release.ReleaseCode;
import dev.amend.engine.release.Releases;
import dev.amend.engine.release.Verification;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.specs.AmendException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;

/** {@code publish} with more than one ID. */
final class SeveralPublications {
    private final Wiring wiring;
    private final SparkWiring spark;

    SeveralPublications(Wiring wiring) {
        this.wiring = wiring;
        this.spark = new SparkWiring(wiring);
    }

    /** One that may be published, as its journal says. */
    private record Approved(Journal journal, ApprovalVerdict approval) {}

    int publish(List<String> ids) throws InterruptedException {
        if (new HashSet<>(ids).size() < ids.size()) {
            throw JointCode.givenTwice(ids);
        }

        List<Approved> approved = ids.stream().map(this::approved).toList();
        try (Leases leases = new Leases(spark)) {
            for (Approved each : approved) {
                leases.take(each.journal());
            }
            return publish(approved, leases.held());
        } catch (CommitOutcomeUnknown e) {
            throw ReleaseCode.outcomeUnknown(approved.get(0).journal().id(), "publish " + String.join(" ", ids), e);
        }
    }

    private Approved approved(String id) {
        Journal journal = wiring.journal(id);
        ApprovalVerdict approval = wiring.approval(journal);
        try {
            Releases.requireApproved(journal, approval);
        } catch (AmendException e) {
            throw JointCode.blamed(journal.id(), e);
        }
        return new Approved(journal, approval);
    }

    private int publish(List<Approved> approved, List<HeldLease> leases) throws CommitOutcomeUnknown {
        Lakehouse lakehouse = spark.lakehouse();
        List<JointRelease.Part> parts = new ArrayList<>();
        for (int i = 0; i < approved.size(); i++) {
            parts.add(part(lakehouse, approved.get(i), leases.get(i)));
        }

        JointRelease joint = JointRelease.of(lakehouse, parts);
        List<ReleaseRecord> releases;
        try {
            releases = joint.publish();
        } finally {
            parts.forEach(part -> spark.audit(lakehouse, part.backfill(), part.journal()));
        }
        return shown(lakehouse, joint, parts, releases);
    }

    private JointRelease.Part part(Lakehouse lakehouse, Approved approved, HeldLease lease) {
        FrozenBackfill backfill = SparkWiring.frozen(approved.journal());
        Releases releases = new Releases(
                lakehouse,
                backfill,
                approved.journal().heldBy(lease),
                lease.epoch(),
                wiring.surroundings().user(),
                wiring.clock());
        return new JointRelease.Part(backfill, approved.journal(), releases, approved.approval());
    }

    /** Returns the exit code of the one that is worst. */
    private int shown(
            Lakehouse lakehouse, JointRelease joint, List<JointRelease.Part> parts, List<ReleaseRecord> releases) {
        wiring.console()
                .say("Published %d tables %s; comparing what consumers read now with what was approved"
                        .formatted(parts.size(), inWords(joint)));
        List<VerificationView> views = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            JointRelease.Part part = parts.get(i);
            Verification.Result verified =
                    new Verification(lakehouse, part.backfill(), wiring.clock()).verify(releases.get(i));
            views.add(new VerificationView(part.backfill(), releases.get(i), verified));
        }
        wiring.console()
                .result(
                        new Document()
                                .with("way", StatusView.lower(joint.way().name()))
                                .with(
                                        "backfills",
                                        views.stream()
                                                .map(VerificationView::document)
                                                .toList())
                                .fields(),
                        String.join(
                                "\n", views.stream().map(VerificationView::text).toList()));
        return views.stream().mapToInt(VerificationView::exitCode).max().orElse(0);
    }

    private static String inWords(JointRelease joint) {
        return switch (joint.way()) {
            case ONE_COMMIT -> "in one commit";
            case IN_ORDER -> "one after the other";
        };
    }

    /** The leases of all of them; handed back in the end, also if the next can't be had. */
    private static final class Leases implements AutoCloseable {
        private final SparkWiring spark;
        private final Deque<HeldLease> held = new ArrayDeque<>();

        Leases(SparkWiring spark) {
            this.spark = spark;
        }

        void take(Journal journal) throws InterruptedException {
            try {
                held.addLast(spark.lease(journal));
            } catch (AmendException e) {
                throw JointCode.blamed(journal.id(), e);
            }
        }

        List<HeldLease> held() {
            return List.copyOf(held);
        }

        @Override
        public void close() {
            while (!held.isEmpty()) {
                held.removeLast().close();
            }
        }
    }
}
