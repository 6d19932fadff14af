package dev.amend.specs;

/** A bounded, consecutive group of partitions, written by one commit and reconciled as one. */
public record Batch(PartitionRange range) {

    /** Its first partition, as it is written in a specification. */
    public String id() {
        return range.unit().format(range.start());
    }

    @Override
    public String toString() {
        return range.toString();
    }
}
