package dev.amend;

import dev.amend.engine.command.CommandLineProgram;
import dev.amend.engine.command.Surroundings;

/** The program: what {@code amend} and {@code spark-submit --class dev.amend.Amend} start. */
public final class Amend {

    private Amend() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLineProgram(Surroundings.ofProcess()).run(arguments));
    }
}
