package dev.amend.reconciliation.sql;

import dev.amend.specs.Target;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.text.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/**
 * Decides how much of a failure may be shown. Spark quotes the value at which a query failed: if columns are sensitive,
 * only the kind of failure is shown, unless it happened where no row was read.
 */
public final class Redaction {
    private static final List<String> STORES = List.of("org.apache.iceberg.exceptions.", "software.amazon.");

    /** A failure that Amend itself lets Spark raise; the message names a batch. */
    private static final Pattern OUTSIDE_BATCH =
            Pattern.compile("AMEND_ROW_OUTSIDE_BATCH: the transform returned a row outside \\S+");

    private final Set<String> sensitive;

    public Redaction(Target target) {
        this(target.sensitive());
    }

    private Redaction(Set<String> sensitive) {
        this.sensitive = sensitive;
    }

    /** A redaction without sensitive columns. */
    public static Redaction none() {
        return new Redaction(Set.of());
    }

    /** The reason to show for a failure, in one line. */
    String reason(Throwable failure) {
        return withheld(failure).orElseGet(() -> Reason.of(failure));
    }

    /** The text to show instead of the failure's own message; empty if that may be shown. */
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
                                .formatted(condition(failure), String.join(", ", new TreeSet<>(sensitive))));
    }

    /**
     * The failure itself if it may be shown; otherwise one with only the allowed text, and without a cause. If Spark
     * can't compute the SQL, or can't compute it for the rows that it reads, this is an error of the specification, not
     * a failure of Amend.
     *
     * @param failure of any kind: Spark throws checked exceptions that it does not declare
     */
    public RuntimeException shown(Exception failure, String what) {
        Optional<String> reason = withheld(failure);
        Optional<SqlFault> fault = failure instanceof AmendException ? Optional.empty() : SqlFault.of(failure, this);
        if (reason.isPresent()) {
            return fault.isPresent()
                    ? ReconciliationError.notComputable(what, reason.get(), null)
                    : ReconciliationError.withheld(what, reason.get());
        }
        if (fault.isPresent()) {
            return ReconciliationError.notComputable(what, fault.get().reason(), failure);
        }
        return Redaction.<RuntimeException>asItIs(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Scala does
    private static <X extends Exception> RuntimeException asItIs(Exception failure) throws X {
        throw (X) failure;
    }

    private boolean mayQuoteRows(Throwable failure) {
        return !sensitive.isEmpty() && causes(failure).noneMatch(Redaction::isHarmless);
    }

    /** Analysis reads no rows, and neither Amend's own messages nor those of stores quote one. */
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
