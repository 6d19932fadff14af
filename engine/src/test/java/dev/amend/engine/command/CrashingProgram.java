package dev.amend.engine.command;

import dev.amend.engine.wiring.Surroundings;
import java.time.Clock;
import java.util.Arrays;

/** The program in a process that sends itself a signal, the second argument, at one of its {@link CrashPoints}, the first. */
final class CrashingProgram {

    private CrashingProgram() {}

    public static void main(String[] arguments) {
        Surroundings surroundings = new Surroundings(
                System.getenv(),
                System.out,
                System.err,
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()),
                "maria",
                CrashPoints.signalledAt(arguments[0], arguments[1]));
        System.exit(new CommandLineProgram(surroundings).run(Arrays.copyOfRange(arguments, 2, arguments.length)));
    }
}
