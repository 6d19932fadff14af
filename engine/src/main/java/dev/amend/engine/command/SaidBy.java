package dev.amend.engine.command;

import dev.amend.engine.control.ControlRequest;
import dev.amend.engine.options.PersonName;
import dev.amend.engine.options.SaidReason;
import dev.amend.engine.wiring.Wiring;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name who asks something of a backfill, and why. */
final class SaidBy {
    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept on record")
    private SaidReason reason = SaidReason.UNKNOWN;

    @Option(names = "--by", paramLabel = "NAME", description = "who wants it (default: you)")
    private @Nullable PersonName by;

    ControlRequest request(Wiring wiring) {
        PersonName person = Optional.ofNullable(by).orElseGet(wiring::user);
        return new ControlRequest(person.value(), reason.value());
    }
}
