package dev.amend.engine.publish;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.together.OrderedPublication;
import dev.amend.publish.together.OrderedPublication.Standing;
import dev.amend.publish.together.OrderedPublication.State;
import dev.amend.specs.BackfillId;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The reasons why several backfills are not published together, and the state of each of them. */
public enum JointCode implements ErrorCode {
    GIVEN_TWICE(ErrorKind.USER),
    SAME_TABLE(ErrorKind.USER),
    /** Some are published and others are not. */
    PARTLY_PUBLISHED(ErrorKind.CHECK_FAILED),
    /** Something failed that no check anticipates; published backfills are rolled back. */
    NOT_TOGETHER(ErrorKind.INTERNAL),
    COMMIT_OUTCOME_UNKNOWN(ErrorKind.UNKNOWN_OUTCOME);

    private final ErrorKind kind;

    JointCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** Two commits to one table can't become one commit. */
    static AmendException sameTable(BackfillId one, BackfillId other, TableId table) {
        return new AmendException(
                SAME_TABLE,
                "Cannot publish %s and %s together: both correct %s".formatted(one, other, table),
                table.toString(),
                "Publish them one by one");
    }

    public static AmendException givenTwice(List<String> ids) {
        return new AmendException(
                GIVEN_TWICE,
                "Cannot publish %s together: an ID is given twice".formatted(String.join(", ", ids)),
                "publish",
                "Name each backfill once");
    }

    /** Names the backfill that prevented the publication; nothing was written. */
    public static AmendException blamed(BackfillId id, AmendException failure) {
        return new AmendException(
                failure.code(),
                "Nothing is published, because of %s: %s".formatted(id, failure.getMessage()),
                failure.where(),
                failure.next(),
                failure);
    }

    /** Combines several failures of one kind. */
    static AmendException together(List<AmendException> failures) {
        AmendException first = failures.get(0);
        return new AmendException(
                first.code(),
                "Nothing is published: "
                        + failures.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")),
                failures.stream().map(AmendException::where).collect(Collectors.joining(", ")),
                failures.stream().map(AmendException::next).collect(Collectors.joining("\n         ")),
                first);
    }

    /** Reports the outcome of each, and what to do about each one that is not as wanted. */
    static AmendException notTogether(OrderedPublication.Outcome outcome, Exception failure) {
        String names = outcome.standings().stream().map(Standing::name).collect(Collectors.joining(", "));
        return new AmendException(
                code(outcome, failure),
                "Cannot publish %s together: %s%nWhere they stand:%n%s"
                        .formatted(names, failure.getMessage(), table(outcome)),
                names,
                next(outcome, failure),
                failure);
    }

    private static ErrorCode code(OrderedPublication.Outcome outcome, Exception failure) {
        if (failure instanceof CommitOutcomeUnknown || has(outcome, State.UNKNOWN)) {
            return COMMIT_OUTCOME_UNKNOWN;
        }
        if (outcome.isMixed()) {
            return PARTLY_PUBLISHED;
        }
        return failure instanceof AmendException amend ? amend.code() : NOT_TOGETHER;
    }

    private static boolean has(OrderedPublication.Outcome outcome, State state) {
        return outcome.standings().stream().anyMatch(standing -> standing.state() == state);
    }

    private static String table(OrderedPublication.Outcome outcome) {
        return outcome.standings().stream()
                .map(standing -> "    %s  %s".formatted(standing.name(), inWords(standing.state())))
                .collect(Collectors.joining("\n"));
    }

    private static String inWords(State state) {
        return switch (state) {
            case PUBLISHED -> "is published";
            case PUBLISHED_EARLIER -> "was published before this call, and still is";
            case NOT_PUBLISHED -> "is not published";
            case ROLLED_BACK -> "was published and rolled back";
            case NOT_ROLLED_BACK -> "is published, and could not be rolled back";
            case UNKNOWN -> "nobody knows: its catalog did not answer";
        };
    }

    private static String next(OrderedPublication.Outcome outcome, Exception failure) {
        List<String> steps = new ArrayList<>();
        if (has(outcome, State.UNKNOWN)) {
            steps.add(
                    "Run the same command again once the catalog responds: it looks first what happened; nothing was deleted");
        } else if (outcome.isMixed()) {
            steps.add("Correct what failed and run the same command again, or take back what is published: %s"
                    .formatted(outcome.standings().stream()
                            .filter(JointCode::isPublished)
                            .map(standing -> "amend rollback %s --reason TEXT".formatted(standing.name()))
                            .collect(Collectors.joining(" and "))));
        } else if (failure instanceof AmendException amend && !amend.next().isEmpty()) {
            steps.add(amend.next());
        }
        outcome.standings().stream()
                .filter(standing -> standing.state() == State.ROLLED_BACK)
                .forEach(standing -> steps.add("%s needs a new backfill_id: what was rolled back is not published again"
                        .formatted(standing.name())));
        outcome.standings().stream()
                .filter(standing -> standing.state() == State.NOT_ROLLED_BACK)
                .forEach(standing -> steps.add("%s: %s".formatted(standing.name(), standing.reason())));
        return String.join("\n         ", steps);
    }

    private static boolean isPublished(Standing standing) {
        return standing.state() == State.PUBLISHED
                || standing.state() == State.PUBLISHED_EARLIER
                || standing.state() == State.NOT_ROLLED_BACK;
    }
}
