package dev.amend.reconciliation.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Spark's built-in functions by the dependence of their results, as listed in {@code functions.txt}. A function that is
 * not listed is unknown, even if a later version of Spark has it.
 */
final class BuiltInFunctions {
    private static final String FILE = "functions.txt";
    private static final Map<String, Dependence> BY_NAME = load();

    private BuiltInFunctions() {}

    /** The dependence of a function; empty if it is not listed. Names are compared without regard to case. */
    static Optional<Dependence> dependenceOf(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The listed functions of one kind. */
    static List<String> of(Dependence dependence) {
        return BY_NAME.entrySet().stream()
                .filter(entry -> entry.getValue() == dependence)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static Map<String, Dependence> load() {
        Map<String, Dependence> byName = new HashMap<>();
        for (String line : text().lines().filter(BuiltInFunctions::isEntry).toList()) {
            String[] parts = line.split(": ", 2);
            for (String name : parts[1].split(" ", -1)) {
                if (byName.put(name, Dependence.of(parts[0])) != null) {
                    throw new IllegalStateException("%s lists '%s' twice".formatted(FILE, name));
                }
            }
        }
        return Map.copyOf(byName);
    }

    private static boolean isEntry(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }

    private static String text() {
        try (InputStream file = BuiltInFunctions.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("There is no " + FILE);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
