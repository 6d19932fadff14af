package dev.amend.engine.command;

import dev.amend.engine.config.Configuration;
import dev.amend.engine.config.ConfigurationReader;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.LocalStateStore;
import java.time.Clock;

/** The one place where the parts of a command are put together. Starts no Spark. */
final class Wiring {
    private final GlobalOptions options;
    private final Surroundings surroundings;

    Wiring(GlobalOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Clock clock() {
        return surroundings.clock();
    }

    Console console() {
        return new Console(surroundings.out(), surroundings.err(), options.format(), options.verbosity());
    }

    Configuration configuration() {
        return new ConfigurationReader(surroundings.environment()).read(options.config(), options.state());
    }

    Journals journals() {
        return new Journals(new LocalStateStore(configuration().state()), surroundings.clock());
    }
}
