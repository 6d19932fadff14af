package dev.amend.engine.command;

import dev.amend.engine.pace.Sleeper;
import dev.amend.engine.step.StepListener;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What a process finds around itself.
 *
 * @param user who runs it
 * @param steps is told of every durable step
 */
public record Surroundings(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        Clock clock,
        Sleeper sleeper,
        String user,
        StepListener steps) {

    /** Where nobody is told of the steps. */
    public Surroundings(
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            Clock clock,
            Sleeper sleeper,
            String user) {
        this(environment, out, err, clock, sleeper, user, StepListener.NONE);
    }

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
