package dev.amend.engine.options;

/** A person's reason for a decision or a request: printable, not blank, at most 2,000 characters. */
public record SaidReason(String value) {
    /** The value until the command line is read. */
    public static final SaidReason UNKNOWN = new SaidReason("unknown");

    private static final int LONGEST = 2_000;

    public SaidReason {
        SaidText.require(value, LONGEST);
    }

    @Override
    public String toString() {
        return value;
    }
}
