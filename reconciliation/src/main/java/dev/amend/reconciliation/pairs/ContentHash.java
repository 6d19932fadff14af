package dev.amend.reconciliation.pairs;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A hash of the compared values of a row: equal for equal values, even if their type was promoted. */
public final class ContentHash {
    private final MessageDigest digest;

    public ContentHash() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    public void addNull(int column) {
        add(column, (byte) 0, new byte[0]);
    }

    /** @param value a number or a boolean, as values are compared */
    public void add(int column, Object value) {
        if (value instanceof BigDecimal decimal) {
            add(column, (byte) 1, decimal.unscaledValue().toByteArray());
        } else if (value instanceof Double || value instanceof Float) {
            add(column, (byte) 2, bytes(Double.doubleToLongBits(((Number) value).doubleValue() + 0.0)));
        } else if (value instanceof Number whole) {
            add(column, (byte) 3, bytes(whole.longValue()));
        } else {
            add(column, (byte) 4, bytes(Boolean.TRUE.equals(value) ? 1 : 0));
        }
    }

    private void add(int column, byte kind, byte[] value) {
        digest.update(ByteBuffer.allocate(Integer.BYTES + 1 + Integer.BYTES)
                .putInt(column)
                .put(kind)
                .putInt(value.length)
                .array());
        digest.update(value);
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** The first eight bytes of the hash of all values that were added. */
    public long value() {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
