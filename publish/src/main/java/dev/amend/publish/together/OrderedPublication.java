package dev.amend.publish.together;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.specs.error.AmendException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes tables one after the other, for catalogs without commits of several tables. If one fails for certain, those
 * that this call published are rolled back. A table with an unknown outcome is left as it is, so that a repeated call
 * can continue.
 */
public final class OrderedPublication {

    /** One of several tables. */
    public interface Member {

        /** The name that people know it by. */
        String name();

        /**
         * Checks whether the table can be published, without writing.
         *
         * @throws dev.amend.specs.error.AmendException if it can't
         */
        void check() throws CommitOutcomeUnknown;

        /** Returns whether consumers read the publication, according to the table or view itself. */
        boolean isCurrent();

        /** Publishes the table, verified and on record; a repeated call finds the publication. */
        void publish() throws CommitOutcomeUnknown;

        /** Makes the old data current again, on record. */
        void rollBack(String reason) throws CommitOutcomeUnknown;
    }

    /** The final state of one table. */
    public enum State {
        PUBLISHED,
        /** An earlier call had published it; this call did not change it. */
        PUBLISHED_EARLIER,
        NOT_PUBLISHED,
        /** This call published it and rolled it back. */
        ROLLED_BACK,
        /** This call published it and could not roll it back. */
        NOT_ROLLED_BACK,
        /** The state is unknown. */
        UNKNOWN
    }

    /** The final state of one table; the reason is empty if all is well. */
    public record Standing(String name, State state, String reason) {}

    /** The final state of every table, and the first failure. */
    public record Outcome(List<Standing> standings, Optional<Exception> failure) {

        public Outcome {
            standings = List.copyOf(standings);
        }

        /** Returns whether some are published, or may be, and others are not: a person must act. */
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
     * Checks all tables before the first is published.
     *
     * @throws dev.amend.specs.error.AmendException if one of them can't be published; nothing was written
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

    /** A failure may come after the commit: only the table itself shows whether it was applied. */
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

    /** Undoes the published tables, last one first, and continues if one can't be undone. */
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
