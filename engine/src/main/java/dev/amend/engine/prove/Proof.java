package dev.amend.engine.prove;

import java.time.Duration;
import java.util.List;

/**
 * The result of building one partition twice.
 *
 * @param rows the rows of the partition
 * @param rowsRead the source rows that its batch reads
 * @param bytes the source bytes that its batch reads
 * @param took the time to build its batch
 */
public record Proof(String partition, long rows, long rowsRead, long bytes, Duration took, List<Check> checks) {

    /** The check that no two rows have the same key. */
    static final String UNIQUE_KEYS = "unique keys";

    /** A condition that a repeatable transform must meet. */
    public record Check(String name, boolean passed, String found) {

        static Check equal(String name, Object first, Object second) {
            boolean equal = first.equals(second);
            return new Check(
                    name,
                    equal,
                    equal ? "the same twice: " + first : "%s the first time, %s the second".formatted(first, second));
        }
    }

    public Proof {
        checks = List.copyOf(checks);
    }

    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /** Returns whether both builds are alike and left other partitions alone, even if another check failed. */
    public boolean givesTheSameTwice() {
        return checks.stream().allMatch(check -> check.passed() || check.name().equals(UNIQUE_KEYS));
    }

    /** Source rows per second, one batch at a time. */
    public double rowsPerSecond() {
        return took.isZero() ? 0 : rowsRead * 1000.0 / Math.max(1, took.toMillis());
    }
}
