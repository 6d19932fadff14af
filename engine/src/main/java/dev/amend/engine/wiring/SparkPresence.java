package dev.amend.engine.wiring;

import dev.amend.engine.options.CommandCode;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import java.util.Optional;

/**
 * Checks whether this process has Spark. The launcher leaves it out for commands that seldom need it, and gives them an
 * exit status that asks for a restart with Spark, before they have printed or recorded anything.
 */
public final class SparkPresence {
    /** The system property with the exit status that makes the launcher start the command again. */
    static final String STATUS = "amend.spark.status";

    private static final String ANY_CLASS = "/org/apache/spark/sql/SparkSession.class";

    private SparkPresence() {}

    /** Ends a command that needs Spark but does not have it. */
    public static final class StartAgain extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int exitStatus;

        private StartAgain(int exitStatus) {
            super("Spark is needed");
            this.exitStatus = exitStatus;
        }

        public int exitStatus() {
            return exitStatus;
        }
    }

    /**
     * Continues only with Spark.
     *
     * @throws StartAgain for the launcher
     * @throws AmendException if no launcher can start the command again
     */
    public static void require(BackfillId id, String action) {
        if (isThere()) {
            return;
        }
        throw Optional.ofNullable(Integer.getInteger(STATUS))
                .<RuntimeException>map(StartAgain::new)
                .orElseGet(() -> CommandCode.noSpark(id, action));
    }

    private static boolean isThere() {
        return SparkPresence.class.getResource(ANY_CLASS) != null;
    }
}
