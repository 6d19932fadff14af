package dev.amend.engine.lakehouse;

import dev.amend.specs.text.Secrets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** An exception for a log: the message and the origin of another exception, without credentials. */
final class MaskedThrowable extends Throwable {
    private static final long serialVersionUID = 1;

    private final String text;

    private MaskedThrowable(Throwable thrown) {
        super(Secrets.masked(String.valueOf(thrown.getMessage())));
        this.text = Secrets.masked(thrown.toString());
        setStackTrace(thrown.getStackTrace());
    }

    static Throwable of(Throwable thrown) {
        return of(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** @param seen the exceptions so far, as exceptions may cause each other in a circle */
    private static Throwable of(Throwable thrown, Set<Throwable> seen) {
        MaskedThrowable masked = new MaskedThrowable(thrown);
        seen.add(thrown);
        Throwable cause = thrown.getCause();
        if (cause != null && !seen.contains(cause)) {
            masked.initCause(of(cause, seen));
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (!seen.contains(suppressed)) {
                masked.addSuppressed(of(suppressed, seen));
            }
        }
        return masked;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // names the class of the exception that it stands for
    public String toString() {
        return text;
    }
}
