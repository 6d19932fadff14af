package dev.amend.specs.text;

import java.util.Optional;

/** The message of a failure in other code, short enough to be part of our message. */
public final class Reason {

    private Reason() {}

    /** The first line of the failure's message, without credentials; the name of its class if it has no message. */
    public static String of(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .flatMap(message -> message.strip().lines().findFirst())
                .map(Secrets::masked)
                .orElse(failure.getClass().getSimpleName());
    }
}
