package dev.amend.specs.yaml.tree;

import org.yaml.snakeyaml.error.Mark;

/** A position in the file; line and column count from 1. */
public record Place(int line, int column) {
    public static final Place START = new Place(1, 1);

    /** The position directly after some text at the start of the file. */
    public static Place after(String text) {
        int lineStart = text.lastIndexOf('\n') + 1;
        int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
        return new Place(line, text.codePointCount(lineStart, text.length()) + 1);
    }

    static Place of(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
