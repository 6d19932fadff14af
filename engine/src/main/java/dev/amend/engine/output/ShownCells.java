package dev.amend.engine.output;

import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what may be shown of the rows of target and sources. Every value of theirs that {@code explain} prints passes
 * through here, as text and as JSON. Spark has already masked the rows; this class also masks the typed key.
 */
public final class ShownCells {
    private static final String NOT_THERE = "–";

    private final Set<String> masked;

    /** @param masked the columns whose values are not shown; case is ignored */
    ShownCells(Set<String> masked) {
        this.masked = masked.stream().map(ShownCells::folded).collect(Collectors.toUnmodifiableSet());
    }

    /** The cells that a specification lets people see. */
    public static ShownCells of(Specification specification) {
        return new ShownCells(specification.target().sensitive());
    }

    boolean isMasked(String column) {
        return masked.contains(folded(column));
    }

    /** The value for people: in one line, without characters that control a terminal. */
    String text(String column, CellValue value) {
        return switch (value.kind()) {
            case NULL -> "null";
            case ABSENT -> NOT_THERE;
            case VALUE -> isMasked(column) ? Mask.TEXT : printable(value.text());
        };
    }

    /** The value for programs; empty for null. */
    Optional<String> document(String column, CellValue value) {
        return value.kind() == CellValue.Kind.VALUE ? Optional.of(typed(column, value.text())) : Optional.empty();
    }

    /** The difference of a number; empty for a masked column. */
    Optional<String> delta(String column, BigDecimal delta) {
        return isMasked(column) ? Optional.empty() : Optional.of(delta.toPlainString());
    }

    /** A value that the user typed. */
    String typed(String column, String text) {
        return isMasked(column) ? Mask.TEXT : text;
    }

    /** Quotes the text null, to distinguish it from a null value. */
    private static String printable(String text) {
        if (text.equals("null") || text.isEmpty()) {
            return "'%s'".formatted(text);
        }
        return text.codePoints()
                .mapToObj(character ->
                        Character.isISOControl(character) || Character.getType(character) == Character.FORMAT
                                ? "\\u%04x".formatted(character)
                                : Character.toString(character))
                .collect(Collectors.joining());
    }

    private static String folded(String column) {
        return column.toLowerCase(Locale.ROOT);
    }
}
