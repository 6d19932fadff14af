package dev.amend.specs.error;

import java.util.List;
import java.util.stream.Collectors;

/** A specification that can't be used, with all of its mistakes. */
public final class SpecificationException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int NAMED = 100;

    @SuppressWarnings("serial") // an immutable list of records of strings and numbers
    private final List<Problem> problems;

    /** One mistake: its place, what is wrong, and what would be right. Line and column count from 1. */
    public record Problem(String file, int line, int column, String path, String message)
            implements java.io.Serializable {

        @Override
        public String toString() {
            return "%s:%d:%d: %s%s".formatted(file, line, column, path.isEmpty() ? "" : path + ": ", message);
        }
    }

    /** The message names the first hundred mistakes, and how many more there are. */
    public SpecificationException(List<Problem> problems) {
        super(problems.stream()
                .limit(NAMED)
                .map(Problem::toString)
                .collect(Collectors.joining(
                        "\n",
                        "Invalid specification, %d problem(s):\n".formatted(problems.size()),
                        problems.size() > NAMED ? "\nand %,d more".formatted(problems.size() - NAMED) : "")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
