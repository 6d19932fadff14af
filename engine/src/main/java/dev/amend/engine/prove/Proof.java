package dev.amend.engine.prove;

import java.time.Duration;
import java.util.List;

/**
 * What building one partition twice showed.
 *
 * @param rows rows of the partition
 * @param rowsRead source rows that its batch reads
 * @param bytes source bytes that its batch reads
 * @param took how long building its batch took
 */
public record Proof(String partition, long rows, long rowsRead, long bytes, Duration took, List<Check> checks) {

    /** One thing that must hold for a transform that may be run again. */
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

    /** Source rows per second, one batch at a time. */
    public double rowsPerSecond() {
        return took.isZero() ? 0 : rowsRead * 1000.0 / Math.max(1, took.toMillis());
    }
}
