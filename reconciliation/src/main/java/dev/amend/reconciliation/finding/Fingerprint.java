package dev.amend.reconciliation.finding;

/**
 * A partition's content in 24 bytes, independent of the order of its rows. {@code xor} alone would cancel a duplicate
 * row. {@code sum} adds the lower halves of the hashes, so that it can't overflow.
 */
public record Fingerprint(long rows, long xor, long sum) {
    public static final Fingerprint EMPTY = new Fingerprint(0, 0, 0);

    public Fingerprint plus(Fingerprint other) {
        return new Fingerprint(rows + other.rows, xor ^ other.xor, sum + other.sum);
    }

    /** The fingerprint as 48 hexadecimal digits, for people who compare two of them. */
    @Override
    public String toString() {
        return "%016x%016x%016x".formatted(rows, xor, sum);
    }
}
