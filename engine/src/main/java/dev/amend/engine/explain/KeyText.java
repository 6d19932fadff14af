package dev.amend.engine.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key as the user types it: {@code COLUMN=VALUE,…}. A value with a comma, or with spaces at its ends, needs single or
 * double quotes; a quote inside is written twice. The first equals sign ends the column's name; later ones are a part
 * of the value. An unquoted {@code null} is null.
 *
 * @param values by column as typed; empty for null
 * @param problems sentences about the parts that can't be read
 */
record KeyText(Map<String, Optional<String>> values, List<String> problems) {

    /**
     * Reads a key.
     *
     * @param options one text for each use of the option
     * @param quotable decides what the problems may repeat of the options
     */
    static KeyText parse(List<String> options, QuotableKey quotable) {
        Scanner scanner = new Scanner(quotable);
        options.forEach(scanner::scan);
        return new KeyText(scanner.values, scanner.problems);
    }

    /** Reads item by item; after a mistake it continues after the next comma. */
    private static final class Scanner {
        private final Map<String, Optional<String>> values = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final QuotableKey quotable;
        private String text = "";
        private int position;

        Scanner(QuotableKey quotable) {
            this.quotable = quotable;
        }

        void scan(String option) {
            text = option;
            position = 0;
            do {
                item();
            } while (position++ < text.length());
        }

        /** Reads one item, up to a comma or the end. */
        private void item() {
            int equals = text.indexOf('=', position);
            int comma = text.indexOf(',', position);
            if (equals < 0 || (comma >= 0 && comma < equals)) {
                problems.add(
                        "'%s' is not COLUMN=VALUE (a value with a comma stands in quotes, as in NAME='Smith, Jones')"
                                .formatted(quotable.text(untilComma().strip())));
                return;
            }

            String column = text.substring(position, equals).strip();
            position = equals + 1;
            while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
                position++;
            }
            boolean quoted = position < text.length() && "'\"".indexOf(text.charAt(position)) >= 0;
            put(column, quoted ? quoted(column, text.charAt(position)) : unquoted());
        }

        private Optional<String> unquoted() {
            String value = untilComma().strip();
            return value.equals("null") ? Optional.empty() : Optional.of(value);
        }

        private Optional<String> quoted(String column, char quote) {
            StringBuilder value = new StringBuilder();
            for (position++; position < text.length(); position++) {
                boolean isQuote = text.charAt(position) == quote;
                boolean isTwice = isQuote && position + 1 < text.length() && text.charAt(position + 1) == quote;
                if (isQuote && !isTwice) {
                    position++;
                    requireNothingBeforeComma(column);
                    return Optional.of(value.toString());
                }
                value.append(text.charAt(position));
                position += isTwice ? 1 : 0;
            }
            problems.add("the quote that begins the value of '%s' is never closed".formatted(quotable.name(column)));
            return Optional.of(value.toString());
        }

        private void requireNothingBeforeComma(String column) {
            String rest = untilComma().strip();
            if (!rest.isEmpty()) {
                problems.add("the value of '%s' goes on after its closing quote: %s"
                        .formatted(quotable.name(column), quotable.text(rest)));
            }
        }

        private String untilComma() {
            int comma = text.indexOf(',', position);
            String found = text.substring(position, comma < 0 ? text.length() : comma);
            position += found.length();
            return found;
        }

        private void put(String column, Optional<String> value) {
            if (values.putIfAbsent(column, value) != null) {
                problems.add("'%s' is there twice".formatted(quotable.name(column)));
            }
        }
    }
}
