package dev.amend.publish.together;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.specs.AmendException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes one table after the other, where the catalog has no commit of several. If one fails for sure, those that
 * this call published are rolled back. Whatever is not known is left as it is, so that the same call again goes on.
 */
public final class OrderedPublication {

    /** One of several. */
    public interface Member {

        /** By which people know it. */
        String name();

        /**
         * Looks whether it can be published, without writing.
         *
         * @throws dev.amend.specs.AmendException if it can't
         */
        void check() throws CommitOutcomeUnknown;

        /** Whether consumers read it, as the table or view itself says. */
        boolean isCurrent();

        /** Publishes it, verified and on record; called again it finds what it did. */
        void publish() throws CommitOutcomeUnknown;

        /** Makes the old data current again, on record. */
        void rollBack(String reason) throws CommitOutcomeUnknown;
    }

    /** Where one table stands in the end. */
    public enum State {
        PUBLISHED,
        /** An earlier call had published it; this one left it alone. */
        PUBLISHED_EARLIER,
        NOT_PUBLISHED,
        /** This call published it and took it back. */
        ROLLED_BACK,
        /** This call published it and could not take it back. */
        NOT_ROLLED_BACK,
        /** Nobody knows. */
        UNKNOWN
    }

    /** One table in the end; the reason is empty if all is well. */
    public record Standing(String name, State state, String reason) {}

    /** What became of every table, and what went wrong first. */
    public record Outcome(List<Standing> standings, Optional<Exception> failure) {

        public Outcome {
            standings = List.copyOf(standings);
        }

        /** Whether some are published, or may be, and others are not: a person must act. */
        public boolean isMixed() {
            return standings.stream()
                    .anyMatch(standing ->
                            standing.state() != State.NOT_PUBLISHED && standing.state() != State.ROLLED_BACK);
        }
    }

    private final List<? extends Member> members;
    private final List<Standing> standings = new ArrayList<>();

    public OrderedPublication(List<? extends Member> members) {
        this.members = List.copyOf(members);
    }

    /**
     * Looks at all of them before the first is published.
     *
     * @throws dev.amend.specs.AmendException if one of them can't be published; nothing was written
     */
    public Outcome publish() throws CommitOutcomeUnknown {
        Map<String, State> after = new HashMap<>();
        for (Member member : members) {
            member.check();
            after.put(member.name(), member.isCurrent() ? State.PUBLISHED_EARLIER : State.PUBLISHED);
        }

        for (Member member : members) {
            try {
                member.publish();
                standings.add(new Standing(member.name(), after.getOrDefault(member.name(), State.PUBLISHED), ""));
            } catch (CommitOutcomeUnknown | RuntimeException e) {
                return failed(member, e);
            }
        }
        return new Outcome(standings, Optional.empty());
    }

    private Outcome failed(Member failed, Exception failure) {
        State state = stateAfter(failed, failure);
        standings.add(new Standing(failed.name(), state, String.valueOf(failure.getMessage())));
        if (state == State.NOT_PUBLISHED) {
            undo(failed, failure);
        }
        members.stream()
                .skip(standings.size())
                .forEach(later -> standings.add(new Standing(later.name(), State.NOT_PUBLISHED, "it was not begun")));
        return new Outcome(standings, Optional.of(failure));
    }

    /** What was committed may have failed later: only the table itself can tell. */
    private static State stateAfter(Member failed, Exception failure) {
        if (failure instanceof CommitOutcomeUnknown) {
            return State.UNKNOWN;
        }
        try {
            return failed.isCurrent() ? State.PUBLISHED : State.NOT_PUBLISHED;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return State.UNKNOWN;
        }
    }

    /** The last one first, and every one even if another can't be undone. */
    private void undo(Member failed, Exception failure) {
        String reason = "publication together with %s failed: %s".formatted(failed.name(), failure.getMessage());
        for (int i = standings.size() - 2; i >= 0; i--) {
            if (standings.get(i).state() == State.PUBLISHED) {
                standings.set(i, undone(members.get(i), reason));
            }
        }
    }

    private static Standing undone(Member member, String reason) {
        try {
            member.rollBack(reason);
            return new Standing(member.name(), State.ROLLED_BACK, reason);
        } catch (AmendException e) {
            return new Standing(member.name(), State.NOT_ROLLED_BACK, String.valueOf(e.getMessage()));
        } catch (CommitOutcomeUnknown | RuntimeException e) {
            return new Standing(member.name(), State.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }
}
