package dev.amend.engine.command;

import dev.amend.engine.pace.Sleeper;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What a process finds around itself.
 *
 * @param user who runs it
 */
public record Surroundings(
        Map<String, String> environment, PrintStream out, PrintStream err, Clock clock, Sleeper sleeper, String user) {

    /** Those of this process. */
    public static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(),
                System.out,
                System.err,
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()),
                System.getProperty("user.name", "unknown"));
    }
}
