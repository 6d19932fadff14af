package dev.amend.engine.lakehouse;

import dev.amend.specs.Target;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.AbstractFilter;

/**
 * Keeps what Spark says of failed tasks and of plans out of this process's log: it quotes the value at which a query failed,
 * and the key that somebody looks for. What the executors of a cluster log themselves is the cluster's business.
 */
public final class DiscreetLog extends AbstractFilter {
    private static final String SPARK = "org.apache.spark.";

    /** Says, at the level of information, what it looks for. */
    private static final String QUERIES = "org.apache.spark.sql.";

    /** The name of a class, or of an error condition such as {@code [CAST_INVALID_INPUT]}. */
    private static final Pattern OF_A_FAILURE = Pattern.compile("Exception|Error|\\[[A-Z][A-Z0-9_]+(\\.[A-Z0-9_]+)?]");

    private DiscreetLog() {}

    /** From now on, if a target has sensitive columns; for as long as the process lives. */
    public static void about(Target target) {
        if (target.sensitive().isEmpty() || !(LogManager.getContext(false) instanceof LoggerContext context)) {
            return;
        }
        // The root is not always among the loggers
        silence(context.getConfiguration().getRootLogger());
        context.getConfiguration().getLoggers().values().forEach(DiscreetLog::silence);
    }

    private static void silence(LoggerConfig logger) {
        if (!(logger.getFilter() instanceof DiscreetLog)) {
            logger.addFilter(new DiscreetLog());
        }
    }

    @Override
    public Result filter(LogEvent event) {
        return event.getLoggerName().startsWith(SPARK) && mayQuoteRows(event) ? Result.DENY : Result.NEUTRAL;
    }

    private static boolean mayQuoteRows(LogEvent event) {
        boolean ofAPlan =
                event.getLoggerName().startsWith(QUERIES) && event.getLevel().isLessSpecificThan(Level.INFO);
        return ofAPlan
                || event.getThrown() != null
                || OF_A_FAILURE
                        .matcher(event.getMessage().getFormattedMessage())
                        .find();
    }
}
