package dev.amend.reconciliation.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement in a {@code .sql} file with holes for identifiers and column lists. A missing or unused hole fails. */
public record SqlTemplate(String name, String text) {
    private static final Pattern HOLE = Pattern.compile("\\{\\{([a-z_]+)}}");

    /** Loads a file next to this class. */
    public static SqlTemplate load(String name) {
        try (InputStream file = SqlTemplate.class.getResourceAsStream(name + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("There is no " + name + ".sql");
            }
            return new SqlTemplate(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String render(Map<String, String> holes) {
        Set<String> unused = new TreeSet<>(holes.keySet());
        StringBuilder rendered = new StringBuilder();

        Matcher matcher = HOLE.matcher(text);
        while (matcher.find()) {
            String filling = holes.get(matcher.group(1));
            if (filling == null) {
                throw new IllegalStateException("%s.sql: nothing fills {{%s}}".formatted(name, matcher.group(1)));
            }
            unused.remove(matcher.group(1));
            matcher.appendReplacement(rendered, Matcher.quoteReplacement(filling));
        }
        matcher.appendTail(rendered);

        if (!unused.isEmpty()) {
            throw new IllegalStateException("%s.sql: there is no hole for %s".formatted(name, unused));
        }
        return rendered.toString();
    }

    /** A text as an SQL literal. */
    public static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
