package dev.amend.engine.command;

import dev.amend.engine.lakehouse.RedactingLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * What this process logs, with all that an exception holds: of Amend what the distribution logs, of Spark and Iceberg more,
 * as a cluster may keep it.
 */
final class CapturedLog extends AbstractAppender implements AutoCloseable {
    private static final List<String> AT_INFO = List.of("dev.amend", "org.apache.spark", "org.apache.iceberg");

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Level> levels = new TreeMap<>();

    private CapturedLog() {
        super("captured", null, null, true, Property.EMPTY_ARRAY);
    }

    static CapturedLog open() {
        CapturedLog log = new CapturedLog();
        log.start();
        ((Logger) LogManager.getRootLogger()).addAppender(log);
        AT_INFO.forEach(name -> {
            log.levels.put(name, LogManager.getLogger(name).getLevel());
            Configurator.setLevel(name, Level.INFO);
        });
        return log;
    }

    /** Lets the next command find the loggers as a process of its own would. */
    static void forgetDiscretion() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        forgetDiscretion(context.getConfiguration().getRootLogger());
        context.getConfiguration().getLoggers().values().forEach(CapturedLog::forgetDiscretion);
    }

    private static void forgetDiscretion(LoggerConfig logger) {
        Filter filter = logger.getFilter();
        if (filter instanceof RedactingLog) {
            logger.removeFilter(filter);
        }
    }

    @Override
    public void append(LogEvent event) {
        StringWriter line = new StringWriter();
        line.append("%s %s %s%n"
                .formatted(
                        event.getLevel(),
                        event.getLoggerName(),
                        event.getMessage().getFormattedMessage()));
        if (event.getThrown() != null) {
            event.getThrown().printStackTrace(new PrintWriter(line, true));
        }
        lines.add(line.toString());
    }

    /** Everything so far. */
    String text() {
        synchronized (lines) {
            return String.join("", lines);
        }
    }

    @Override
    public void close() {
        forgetDiscretion();
        levels.forEach(Configurator::setLevel);
        ((Logger) LogManager.getRootLogger()).removeAppender(this);
        stop();
    }
}
