package dev.amend.engine.lakehouse;

import dev.amend.specs.text.Secrets;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;

/**
 * Wraps an appender and masks the credentials in everything that this process logs: messages and exceptions. The
 * cluster is responsible for the logs of its executors.
 */
public final class MaskedLog extends AbstractAppender {
    private final Appender appender;

    private MaskedLog(Appender appender) {
        super(appender.getName(), null, null, appender.ignoreExceptions(), Property.EMPTY_ARRAY);
        this.appender = appender;
    }

    /** Masks the output of every appender from now on. Appenders that are already masked stay unchanged. */
    public static void install() {
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            // The root is not always among the loggers
            mask(context.getConfiguration().getRootLogger());
            context.getConfiguration().getLoggers().values().forEach(MaskedLog::mask);
        }
    }

    private static void mask(LoggerConfig logger) {
        for (Appender appender : List.copyOf(logger.getAppenders().values())) {
            if (!(appender instanceof MaskedLog)) {
                mask(logger, appender);
            }
        }
    }

    private static void mask(LoggerConfig logger, Appender appender) {
        MaskedLog masked = new MaskedLog(appender);
        masked.start();
        AppenderRef ref = logger.getAppenderRefs().stream()
                .filter(found -> appender.getName().equals(found.getRef()))
                .findFirst()
                .orElseGet(() -> AppenderRef.createAppenderRef(appender.getName(), null, null));

        logger.removeAppender(appender.getName());
        logger.addAppender(masked, ref.getLevel(), ref.getFilter());
    }

    @Override
    public void append(LogEvent event) {
        String message = event.getMessage().getFormattedMessage();
        String masked = Secrets.masked(message);
        boolean changed = !masked.equals(message) || event.getThrown() != null;
        appender.append(changed ? event(event, masked) : event);
    }

    private static LogEvent event(LogEvent event, String message) {
        Log4jLogEvent.Builder masked = new Log4jLogEvent.Builder(event).setMessage(new SimpleMessage(message));
        if (event.getThrown() != null) {
            masked.setThrown(MaskedThrowable.of(event.getThrown()));
        }
        return masked.build();
    }
}
