package dev.amend.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MaskedLogTest {
    private static final String NAME = "written";

    private final StringWriter written = new StringWriter();
    private final Logger root = (Logger) LogManager.getRootLogger();
    private final org.apache.logging.log4j.Logger log = LogManager.getLogger("org.apache.iceberg.SomeCatalog");

    @BeforeEach
    void anAppenderOfTheUsers() {
        WriterAppender appender = WriterAppender.newBuilder()
                .setName(NAME)
                .setTarget(written)
                .setLayout(PatternLayout.newBuilder()
                        .withPattern("%p %c{1} %m%n%throwable")
                        .build())
                .build();
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void asItWas() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        context.getConfiguration().getRootLogger().removeAppender(NAME);
    }

    @Test
    void masksMessagesAndWhatExceptionsSay() {
        IllegalStateException failure = new IllegalStateException(
                "Cannot reach jdbc:postgresql://maria:planted@db/x", new RuntimeException("password=planted"));
        failure.addSuppressed(new RuntimeException("token=planted"));

        MaskedLog.install();
        log.warn("Catalog failed uri={}", "https://maria:planted@host/api", failure);

        assertThat(written.toString())
                .doesNotContain("planted")
                .startsWith("WARN SomeCatalog Catalog failed uri=https://•••@host/api\n")
                .contains(
                        "java.lang.IllegalStateException: Cannot reach jdbc:postgresql://•••@db/x\n",
                        "\tat dev.amend.engine.lakehouse.MaskedLogTest.",
                        "Suppressed: java.lang.RuntimeException: token=•••\n",
                        "Caused by: java.lang.RuntimeException: password=•••\n");
    }

    @Test
    void writesEachEventOnceHoweverOftenItIsInstalled() {
        MaskedLog.install();
        MaskedLog.install();

        log.warn("Loaded table={}", "finance.password_resets");

        assertThat(written).hasToString("WARN SomeCatalog Loaded table=finance.password_resets\n");
    }

    @Test
    void isUsedByEveryLoggerThatHasAppendersOfItsOwn() {
        WriterAppender own = WriterAppender.newBuilder()
                .setName("own")
                .setTarget(written)
                .setLayout(PatternLayout.newBuilder().withPattern("own %m%n").build())
                .build();
        own.start();
        Logger child = (Logger) LogManager.getLogger("dev.amend.masked");
        Configurator.setLevel("dev.amend.masked", Level.INFO);
        child.addAppender(own);
        child.setAdditive(false);

        MaskedLog.install();
        child.info("secret={}", "planted");

        child.setAdditive(true);
        child.get().removeAppender("own");
        assertThat(written).hasToString("own secret=•••\n");
    }
}
