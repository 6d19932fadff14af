package dev.amend.publish.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What owners decided on a backfill, and how far main is: the only moves that a driver may make on main. */
final class Decisions implements Effect {
    private final Set<Approval> approvals = new HashSet<>();
    private Optional<Approval> published = Optional.empty();
    private boolean laterWritesMayGo;
    private int rollbacks;

    /** The range may change from one content to another, as a whole. */
    record Approval(List<String> before, List<String> after) {}

    void approve(Approval approval) {
        approvals.add(approval);
    }

    void letLaterWritesGo() {
        laterWritesMayGo = true;
    }

    Optional<Approval> published() {
        return published;
    }

    /** How often main was rolled back. */
    int rollbacks() {
        return rollbacks;
    }

    @Override
    public boolean allows(Contents before, Contents after) {
        if (before.equals(after)) {
            return true;
        }
        if (!before.outside().equals(after.outside())) {
            return false;
        }
        return published.isPresent() ? rolledBack(published.get(), before, after) : published(before, after);
    }

    private boolean published(Contents before, Contents after) {
        Approval approval = new Approval(before.range(), after.range());
        if (!approvals.contains(approval)) {
            return false;
        }
        published = Optional.of(approval);
        return true;
    }

    private boolean rolledBack(Approval approval, Contents before, Contents after) {
        boolean asPublished = before.range().equals(approval.after());
        if (!after.range().equals(approval.before()) || !(asPublished || laterWritesMayGo)) {
            return false;
        }
        published = Optional.empty();
        rollbacks++;
        return true;
    }
}
