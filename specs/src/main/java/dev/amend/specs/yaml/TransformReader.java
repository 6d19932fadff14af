package dev.amend.specs.yaml;

import dev.amend.specs.Transform;
import dev.amend.specs.text.Secrets;
import dev.amend.specs.text.SqlText;
import dev.amend.specs.yaml.Section.Placed;
import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import dev.amend.specs.yaml.tree.YamlText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the one query, which may be in a file of its own. */
final class TransformReader {
    /** Matches the first word after comments and parentheses. */
    private static final Pattern FIRST_WORD =
            Pattern.compile("\\A(?:\\s|\\(|--[^\n]*\n|/\\*.*?\\*/)*+(\\w+)", Pattern.DOTALL);

    private static final Set<String> STATEMENTS = Set.of(
            "alter",
            "cache",
            "call",
            "create",
            "delete",
            "drop",
            "insert",
            "merge",
            "msck",
            "refresh",
            "replace",
            "reset",
            "set",
            "truncate",
            "update",
            "use");

    private static final List<String> KINDS = List.of("sql", "file", "class", "set");

    private final Section transform;
    private final Function<String, String> fileLoader;
    private final Problems problems;

    TransformReader(Section root, Function<String, String> fileLoader, Problems problems) {
        this.transform = root.section("transform");
        this.fileLoader = fileLoader;
        this.problems = problems;
    }

    /** The query, or empty if there is none, which is then reported as a mistake. */
    Optional<Transform> read() {
        checkOneKind();
        Optional<Transform> inline = transform.placed("sql", Types.SQL).map(this::inline);
        return inline.or(() -> transform.placed("file", Types.FILE).flatMap(this::loaded));
    }

    private void checkOneKind() {
        List<Tree.Entry> set =
                KINDS.stream().flatMap(kind -> transform.entry(kind).stream()).toList();
        if (set.isEmpty() && transform.isPresent()) {
            problems.add(transform.place(), transform.path(), "Missing transformation: expected sql or file");
        }
        Stream<Tree.Entry> surplus = set.stream().skip(1);
        surplus.forEach(entry -> problems.add(
                entry,
                "Invalid transformation: '%s' is set already, expected either sql or file"
                        .formatted(set.get(0).key())));
    }

    private Transform inline(Placed<String> sql) {
        requireQuery(sql.value(), sql);
        return new Transform(sql.value(), "transform.sql");
    }

    /** Refuses statements that change something by themselves. {@code plan} checks whether the text is valid SQL. */
    private void requireQuery(String sql, Placed<String> place) {
        Matcher first = FIRST_WORD.matcher(sql);
        if (first.find() && STATEMENTS.contains(first.group(1).toLowerCase(Locale.ROOT))) {
            problems.add(
                    place.leaf(),
                    "Invalid transformation: it begins with '%s', expected one query that returns the rows to be written"
                            .formatted(first.group(1)));
        }
    }

    private Optional<Transform> loaded(Placed<String> file) {
        try {
            String sql = SqlText.ofOneStatement(fileLoader.apply(file.value()).replace("\r\n", "\n"));
            if (sql.length() > YamlText.LARGEST) {
                problems.add(file.leaf(), "Cannot read '%s': it is larger than 1 MiB".formatted(file.value()));
            } else if (sql.isBlank()) {
                problems.add(file.leaf(), "Cannot read '%s': it is empty".formatted(file.value()));
            }
            requireQuery(sql, file);
            if (Secrets.areInAnAddressOf(sql)) {
                problems.add(file.leaf(), "Invalid '%s': %s".formatted(file.value(), CredentialLines.REFUSAL));
            }
            return Optional.of(new Transform(sql, file.value()));
        } catch (UncheckedIOException e) {
            problems.add(file.leaf(), "Cannot read '%s': %s".formatted(file.value(), reason(e)));
            return Optional.empty();
        }
    }

    private static String reason(UncheckedIOException e) {
        IOException cause = e.getCause();
        return cause instanceof NoSuchFileException || cause instanceof FileNotFoundException
                ? "no such file beside the specification"
                : String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }
}
