package dev.amend;

import dev.amend.engine.command.CommandLineProgram;
import dev.amend.engine.wiring.Surroundings;
import java.util.Locale;

/** The program that {@code amend} and {@code spark-submit --class dev.amend.Amend} start. */
public final class Amend {

    private Amend() {}

    public static void main(String[] arguments) {
        // Otherwise figures, and the SQL made here, would use the digits of the machine's language
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLineProgram(Surroundings.ofProcess()).run(arguments));
    }
}
