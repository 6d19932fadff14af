package dev.amend.engine.wiring;

import dev.amend.engine.filemode.Exposure;
import dev.amend.engine.hooks.StepListener;
import dev.amend.engine.output.Console;
import dev.amend.specs.text.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Warns once, before a command writes to a state folder that every user of the machine may change. */
final class ExposureWarning implements StepListener {
    private final Path state;
    private final Console console;
    private final AtomicBoolean told;

    /** @param told whether the command already warned */
    ExposureWarning(Path state, Console console, AtomicBoolean told) {
        this.state = state;
        this.console = console;
        this.told = told;
    }

    @Override
    public void before(String step) {
        if (told.compareAndSet(false, true)) {
            warn();
        }
    }

    private void warn() {
        try {
            if (Exposure.of(state) == Exposure.WRITABLE) {
                console.say("amend: warning: Every user of this machine may change the state %s. Run 'chmod -R o= %s'"
                        .formatted(state, state));
            }
        } catch (IOException e) {
            console.say(
                    "amend: warning: Cannot read the permissions of the state %s: %s".formatted(state, Reason.of(e)));
        }
    }
}
