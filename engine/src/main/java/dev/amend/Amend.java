package dev.amend;

import dev.amend.engine.command.CommandLineProgram;
import dev.amend.engine.command.Surroundings;
import java.util.Locale;

/** The program: what {@code amend} and {@code spark-submit --class dev.amend.Amend} start. */
public final class Amend {

    private Amend() {}

    public static void main(String[] arguments) {
        // Else figures, and the SQL that is made here, have the digits of the machine's language
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLineProgram(Surroundings.ofProcess()).run(arguments));
    }
}
