package dev.amend.engine.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;

/**
 * Where a command speaks: one result on standard output, as text or as one JSON document, and everything else on
 * standard error.
 */
public final class Console {

    /** How a result is written. */
    public enum Format {
        text,
        json
    }

    /** Whether a command tells what it is doing. */
    public enum Verbosity {
        NORMAL,
        QUIET
    }

    private final PrintStream out;
    private final PrintStream err;
    private final Format format;
    private final Verbosity verbosity;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Console(PrintStream out, PrintStream err, Format format, Verbosity verbosity) {
        this.out = out;
        this.err = err;
        this.format = format;
        this.verbosity = verbosity;
    }

    public Format format() {
        return format;
    }

    /** Writes a command's one result: the document for programs, or the text for people. */
    public void result(Object document, String text) {
        if (format == Format.json) {
            out.println(rendered(document));
        } else if (!text.isEmpty()) {
            out.println(text);
        }
        out.flush();
    }

    /** Says what is going on, on standard error, unless the user wants quiet. */
    public void say(String line) {
        if (verbosity == Verbosity.NORMAL) {
            err.println(line);
            err.flush();
        }
    }

    /** Tells of a failure: always on standard error as text; under JSON on standard output as a document. */
    public void failure(Object document, String text) {
        if (format == Format.json) {
            out.println(rendered(document));
            out.flush();
            return;
        }
        err.println(text);
        err.flush();
    }

    private String rendered(Object document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result cannot be written as JSON: " + document.getClass(), e);
        }
    }
}
