package dev.amend.engine.wiring;

import dev.amend.engine.gates.Sleeper;
import dev.amend.engine.hooks.StepListener;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * The environment of a process.
 *
 * @param user the user who runs it
 * @param steps is notified of every durable step
 */
public record Surroundings(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        Clock clock,
        Sleeper sleeper,
        String user,
        StepListener steps) {

    /** Creates an environment without a step listener. */
    public Surroundings(
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            Clock clock,
            Sleeper sleeper,
            String user) {
        this(environment, out, err, clock, sleeper, user, StepListener.NONE);
    }

    /** The environment of this process. */
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
