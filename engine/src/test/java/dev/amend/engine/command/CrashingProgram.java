package dev.amend.engine.command;

import java.time.Clock;
import java.util.Arrays;

/** The program in a process that kills itself at one of its {@link CrashPoints}, the first argument. */
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
                CrashPoints.deadlyAt(arguments[0]));
        System.exit(new CommandLineProgram(surroundings).run(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
}
