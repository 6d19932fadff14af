package dev.amend.specs;

import java.util.Optional;

/** What a failure of someone else's code says, short enough for a message. */
public final class Reason {

    private Reason() {}

    /** The first line of its message; the name of its class where it has none. */
    public static String of(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .flatMap(message -> message.strip().lines().findFirst())
                .orElse(failure.getClass().getSimpleName());
    }
}
