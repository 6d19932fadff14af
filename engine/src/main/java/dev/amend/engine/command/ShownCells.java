package dev.amend.engine.command;

import dev.amend.reconciliation.CellValue;
import dev.amend.reconciliation.Mask;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be shown of the rows of target and sources. Every value of theirs that {@code explain} prints goes through here,
 * as text and as JSON. Spark has masked the rows before; here the key that was typed is masked, too.
 */
final class ShownCells {
    private static final String NOT_THERE = "–";

    private final Set<String> masked;

    /** @param masked columns whose values are not shown, whatever the case of their letters */
    ShownCells(Set<String> masked) {
        this.masked = masked.stream().map(ShownCells::folded).collect(Collectors.toUnmodifiableSet());
    }

    /** What a specification lets people see. */
    static ShownCells of(Specification specification) {
        return new ShownCells(specification.target().sensitive());
    }

    boolean isMasked(String column) {
        return masked.contains(folded(column));
    }

    /** For people: in one line, without characters that a terminal would act on. */
    String text(String column, CellValue value) {
        return switch (value.kind()) {
            case NULL -> "null";
            case ABSENT -> NOT_THERE;
            case VALUE -> isMasked(column) ? Mask.TEXT : printable(value.text());
        };
    }

    /** For programs: empty for null. */
    Optional<String> document(String column, CellValue value) {
        return value.kind() == CellValue.Kind.VALUE ? Optional.of(typed(column, value.text())) : Optional.empty();
    }

    /** How far a number moved. */
    Optional<String> delta(String column, BigDecimal delta) {
        return isMasked(column) ? Optional.empty() : Optional.of(delta.toPlainString());
    }

    /** A value that was typed. */
    String typed(String column, String text) {
        return isMasked(column) ? Mask.TEXT : text;
    }

    /** The text null, too, is to be told from null. */
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
