package dev.amend.publish.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rows that a reader of a snapshot sees, by name, sorted. A row's name ends with its day; deleted rows stand there
 * once more, with a minus.
 */
record Contents(List<String> range, List<String> outside) {
    static final List<String> DAYS = List.of("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04");
    static final List<String> DAYS_AFTER = List.of("2024-01-05", "2024-01-06");

    Contents {
        range = range.stream().sorted().toList();
        outside = outside.stream().sorted().toList();
    }

    static Contents of(Collection<String> rows) {
        return new Contents(
                rows.stream().filter(Contents::isInRange).toList(),
                rows.stream().filter(Predicate.not(Contents::isInRange)).toList());
    }

    static String day(String row) {
        return row.substring(row.length() - "2024-01-01".length());
    }

    private static boolean isInRange(String row) {
        return DAYS.contains(day(row));
    }

    List<String> ofDays(Collection<String> days) {
        return rows().filter(row -> days.contains(day(row))).toList();
    }

    Contents with(String row) {
        return of(Stream.concat(rows(), Stream.of(row)).toList());
    }

    /** Each of the rows goes once. */
    Contents without(Collection<String> gone) {
        List<String> left = new ArrayList<>(rows().toList());
        gone.forEach(left::remove);
        return of(left);
    }

    private Stream<String> rows() {
        return Stream.concat(range.stream(), outside.stream());
    }
}
