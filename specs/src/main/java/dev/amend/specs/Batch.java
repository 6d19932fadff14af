package dev.amend.specs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bounded, consecutive group of partitions of one slice, written by one commit and reconciled as one.
 *
 * @param slice the rows of these partitions that it is about
 */
public record Batch(Slice slice, PartitionRange range) {

    /** A batch of all rows in a range. */
    public Batch(PartitionRange range) {
        this(Slice.ALL, range);
    }

    /**
     * The rows that have the same values in the dimensions of a specification, such as those of one tenant.
     *
     * @param values a value for each dimension, in their order; none if there are no dimensions
     */
    public record Slice(List<String> values) {
        public static final Slice ALL = new Slice(List.of());

        public Slice {
            values = List.copyOf(values);
        }
    }

    /** The values of its slice and its first partition, as it is written in a specification. */
    public String id() {
        return Stream.concat(slice.values().stream(), Stream.of(range.unit().format(range.start())))
                .collect(Collectors.joining("/"));
    }

    /** Returns whether another batch of the same slice begins where this one ends. */
    public boolean isFollowedBy(Batch other) {
        return slice.equals(other.slice) && range.end() == other.range.start();
    }

    @Override
    public String toString() {
        return slice.equals(Slice.ALL) ? range.toString() : String.join("/", slice.values()) + " " + range;
    }
}
