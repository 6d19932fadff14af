package dev.amend.reconciliation;

import dev.amend.specs.AmendException;
import dev.amend.specs.Reason;
import dev.amend.specs.Target;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/**
 * What may be said of a failure. Spark quotes the value at which a query failed: where columns are sensitive only the
 * kind of failure is told, unless it came from where no row was looked at.
 */
public final class Discretion {
    private static final List<String> STORES = List.of("org.apache.iceberg.exceptions.", "software.amazon.");

    /** What Amend itself lets Spark raise; the message names a batch. */
    private static final Pattern OUTSIDE_BATCH =
            Pattern.compile("AMEND_ROW_OUTSIDE_BATCH: the transform returned a row outside \\S+");

    private final Target target;

    public Discretion(Target target) {
        this.target = target;
    }

    /** What to say of a failure, in one line. */
    String reason(Throwable failure) {
        return withheld(failure).orElseGet(() -> Reason.of(failure));
    }

    /** What to say instead of a failure's own words; empty where these may be told. */
    public Optional<String> withheld(Throwable failure) {
        return mayQuoteRows(failure) ? Optional.of(kindOf(failure)) : Optional.empty();
    }

    private String kindOf(Throwable failure) {
        return causes(failure)
                .map(Throwable::getMessage)
                .filter(message -> message != null)
                .flatMap(message -> OUTSIDE_BATCH.matcher(message).results())
                .map(found -> found.group())
                .findFirst()
                .orElseGet(() ->
                        "%s; what Spark says of it may quote a row and is withheld, since columns are sensitive: %s"
                                .formatted(condition(failure), String.join(", ", new TreeSet<>(target.sensitive()))));
    }

    /**
     * The failure itself if it may be shown; else one that says what may be said, without a cause.
     *
     * @param failure of any kind: Spark throws checked exceptions that it does not declare
     */
    public RuntimeException shown(Exception failure, String what) {
        Optional<String> reason = withheld(failure);
        if (reason.isPresent()) {
            return ReconciliationError.withheld(what, reason.get());
        }
        return Discretion.<RuntimeException>asItIs(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Scala does
    private static <X extends Exception> RuntimeException asItIs(Exception failure) throws X {
        throw (X) failure;
    }

    private boolean mayQuoteRows(Throwable failure) {
        return !target.sensitive().isEmpty() && causes(failure).noneMatch(Discretion::isHarmless);
    }

    /** Analysis looks at no row, and neither Amend's own messages nor those of stores quote one. */
    private static boolean isHarmless(Throwable cause) {
        return cause instanceof AnalysisException
                || cause instanceof AmendException
                || cause instanceof IOException
                || STORES.stream().anyMatch(cause.getClass().getName()::startsWith);
    }

    private static String condition(Throwable failure) {
        return causes(failure)
                .filter(SparkThrowable.class::isInstance)
                .map(cause -> ((SparkThrowable) cause).getCondition())
                .filter(condition -> condition != null)
                .reduce((outer, inner) -> inner)
                .or(() -> Optional.of(failure.getClass().getSimpleName()))
                .orElseThrow();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
