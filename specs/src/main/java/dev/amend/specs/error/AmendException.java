package dev.amend.specs.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure that is shown to a user, in three parts: what is wrong, where (batch, table, snapshot), and what to do
 * next. Where and next may be empty.
 */
public final class AmendException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // always an enum constant
    private final ErrorCode code;

    private final String where;
    private final String next;

    public AmendException(ErrorCode code, String message, String where, String next) {
        this(code, message, where, next, null);
    }

    public AmendException(ErrorCode code, String message, String where, String next, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.where = where;
        this.next = next;
    }

    public ErrorCode code() {
        return code;
    }

    public String where() {
        return where;
    }

    public String next() {
        return next;
    }
}
