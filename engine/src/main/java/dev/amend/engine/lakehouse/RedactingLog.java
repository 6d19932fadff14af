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
 * Keeps Spark's messages about failed tasks and plans out of this process's log: they quote the value at which a query
 * failed, and the key that somebody looks for. The cluster is responsible for the logs of its executors.
 */
public final class RedactingLog extends AbstractFilter {
    private static final String SPARK = "org.apache.spark.";

    /** The loggers whose messages at INFO and below quote what a query looks for. */
    private static final String QUERIES = "org.apache.spark.sql.";

    /** The name of a class, or of an error condition such as {@code [CAST_INVALID_INPUT]}. */
    private static final Pattern OF_A_FAILURE = Pattern.compile("Exception|Error|\\[[A-Z][A-Z0-9_]+(\\.[A-Z0-9_]+)?]");

    private RedactingLog() {}

    /** Redacts the log from now until the process ends, if a target has sensitive columns. */
    public static void about(Target target) {
        if (target.sensitive().isEmpty() || !(LogManager.getContext(false) instanceof LoggerContext context)) {
            return;
        }
        // The root is not always among the loggers
        silence(context.getConfiguration().getRootLogger());
        context.getConfiguration().getLoggers().values().forEach(RedactingLog::silence);
    }

    private static void silence(LoggerConfig logger) {
        if (!(logger.getFilter() instanceof RedactingLog)) {
            logger.addFilter(new RedactingLog());
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
