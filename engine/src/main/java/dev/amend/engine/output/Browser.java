package dev.amend.engine.output;

import java.io.IOException;
import java.util.List;

/** The user's browser. */
public final class Browser {
    private static final List<String> OPENERS = List.of("xdg-open", "open", "wslview");

    private Browser() {}

    /** Opens a file, or tells the user to do it. */
    public static void open(String file, Console console) {
        for (String opener : OPENERS) {
            try {
                new ProcessBuilder(opener, file).redirectErrorStream(true).start();
                return;
            } catch (IOException e) {
                console.say("%s is not here".formatted(opener));
            }
        }
        console.say("No browser was found: open %s yourself".formatted(file));
    }
}
