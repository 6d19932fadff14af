package dev.amend.publish.range;

import java.util.stream.LongStream;

/** The partitions that a file may contain, both ends included; none if {@code first} is after {@code last}. */
record Span(long first, long last) {
    static final Span NONE = new Span(0, -1);

    boolean isEmpty() {
        return first > last;
    }

    boolean isSingle() {
        return first == last;
    }

    Span intersect(Span other) {
        return new Span(Math.max(first, other.first), Math.min(last, other.last));
    }

    /** Returns whether one of its partitions is in the range. */
    boolean touches(TableRange range) {
        return range.segments().stream().anyMatch(segment -> segment.start() <= last && first < segment.end());
    }

    /** Returns whether it has one or more partitions, all of them in the range. */
    boolean isWithin(TableRange range) {
        return !isEmpty()
                && range.segments().stream().anyMatch(segment -> segment.start() <= first && last < segment.end());
    }

    /** The partitions that are in the range. */
    LongStream within(TableRange range) {
        return range.segments().stream()
                .flatMapToLong(segment ->
                        LongStream.rangeClosed(Math.max(first, segment.start()), Math.min(last, segment.last())));
    }
}
