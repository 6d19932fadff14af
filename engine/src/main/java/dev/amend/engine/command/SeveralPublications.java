package dev.amend.engine.command;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.output.Document;
import dev.amend.engine.output.StatusView;
import dev.amend.engine.output.VerificationView;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.process.Termination;
import dev.amend.engine.publish.JointCode;
import dev.amend.engine.publish.JointRelease;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.publish.Releases;
import dev.amend.engine.publish.Verification;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Wiring;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.specs.error.AmendException;
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

    /** A backfill that may be published, according to its journal. */
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
        try {
            return new Approved(journal, spark.mayPublish(journal).require());
        } catch (AmendException e) {
            throw JointCode.blamed(journal.id(), e);
        }
    }

    private int publish(List<Approved> approved, List<HeldLease> leases) throws CommitOutcomeUnknown {
        Lakehouse lakehouse = spark.lakehouse();
        List<JointRelease.Part> parts = new ArrayList<>();
        JointRelease joint;
        List<ReleaseRecord> releases;
        try (Termination termination = Termination.watch()) {
            for (int i = 0; i < approved.size(); i++) {
                parts.add(part(approved.get(i), leases.get(i), termination));
            }
            joint = JointRelease.of(lakehouse, parts);
            releases = released(lakehouse, joint, parts);
            termination.asked().ifPresent(asked -> {
                throw ReleaseCode.notVerified(ids(approved), asked);
            });
        }
        return shown(joint, parts, releases);
    }

    private static List<String> ids(List<Approved> approved) {
        return approved.stream().map(each -> each.journal().id().value()).toList();
    }

    private List<ReleaseRecord> released(Lakehouse lakehouse, JointRelease joint, List<JointRelease.Part> parts)
            throws CommitOutcomeUnknown {
        try {
            return joint.publish();
        } finally {
            parts.forEach(part -> spark.audit(lakehouse, part.backfill(), part.journal()));
        }
    }

    private JointRelease.Part part(Approved approved, HeldLease lease, Termination termination) {
        FrozenBackfill backfill = SparkWiring.frozen(approved.journal());
        Releases releases = spark.of(backfill)
                .releases(approved.journal().heldBy(lease), wiring.user().value(), termination);
        return new JointRelease.Part(backfill, approved.journal(), releases, approved.approval());
    }

    /** Shows the results and returns the worst exit code of all. */
    private int shown(JointRelease joint, List<JointRelease.Part> parts, List<ReleaseRecord> releases) {
        wiring.console()
                .say("Published %d tables %s; comparing what consumers read now with what was approved"
                        .formatted(parts.size(), inWords(joint)));
        List<VerificationView> views = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            JointRelease.Part part = parts.get(i);
            Verification.Result verified =
                    spark.of(part.backfill()).verification().verify(releases.get(i));
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

    /** The leases of all backfills. They are handed back at the end, even if one of them can't be taken. */
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
