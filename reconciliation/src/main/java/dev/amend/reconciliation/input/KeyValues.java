package dev.amend.reconciliation.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.amend.specs.text.Identifier;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;

/**
 * Keys by their values: one value for each of some columns; without any, every key. Values are passed as named
 * parameters or literals of their type, and are never a part of a statement's text.
 */
public record KeyValues(SortedMap<String, Object> byColumn) implements KeyFilter {
    public static final KeyValues ANY = new KeyValues(new TreeMap<>());

    public KeyValues {
        byColumn = Collections.unmodifiableSortedMap(new TreeMap<>(byColumn));
    }

    public static KeyValues of(Map<String, Object> values) {
        return new KeyValues(new TreeMap<>(values));
    }

    public KeyValues without(String column) {
        TreeMap<String, Object> fewer = new TreeMap<>(byColumn);
        fewer.remove(column);
        return new KeyValues(fewer);
    }

    @Override
    public String andCondition() {
        List<String> columns = columns();
        return IntStream.range(0, columns.size())
                .mapToObj(i -> " and %s = :%s".formatted(Identifier.quoted(columns.get(i)), parameter(i)))
                .collect(Collectors.joining());
    }

    @Override
    public Map<String, Object> parameters() {
        List<String> columns = columns();
        Map<String, Object> parameters = new HashMap<>();
        IntStream.range(0, columns.size()).forEach(i -> parameters.put(parameter(i), byColumn.get(columns.get(i))));
        return parameters;
    }

    /** The same condition for rows that are read without a statement. */
    public Column condition() {
        return byColumn.entrySet().stream()
                .map(value -> col(Identifier.quoted(value.getKey())).equalTo(lit(value.getValue())))
                .reduce(lit(true), Column::and);
    }

    private List<String> columns() {
        return List.copyOf(byColumn.keySet());
    }

    private static String parameter(int position) {
        return "amend_key_" + position;
    }
}
