package dev.amend.engine.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.amend.engine.store.MaskedText;
import dev.amend.specs.text.Secrets;
import java.io.PrintStream;

/**
 * The output of a command: one result on standard output, as text or as one JSON document, and everything else on
 * standard error. Credentials are masked everywhere, and text cannot control a terminal.
 */
public final class Console {

    /** The format of a result. */
    public enum Format {
        text,
        json;

        /** The format requested on a command line that was not fully parsed. */
        public static Format of(String... arguments) {
            return String.join(" ", arguments).matches("(?s)(.* )?-o[ =]?json( .*)?") ? json : text;
        }
    }

    /** Controls whether a command reports what it is doing. */
    public enum Verbosity {
        NORMAL,
        QUIET
    }

    private final PrintStream out;
    private final PrintStream err;
    private final Format format;
    private final Verbosity verbosity;
    private final ObjectMapper json =
            new ObjectMapper().registerModule(MaskedText.module()).enable(SerializationFeature.INDENT_OUTPUT);

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
            out.println(shown(text));
        }
        out.flush();
    }

    /** Reports progress on standard error, unless the user wants quiet. */
    public void say(String line) {
        if (verbosity == Verbosity.NORMAL) {
            err.println(shown(line));
            err.flush();
        }
    }

    /** Reports a failure: as text on standard error or, with JSON, as a document on standard output. */
    public void failure(Object document, String text) {
        if (format == Format.json) {
            out.println(rendered(document));
            out.flush();
            return;
        }
        err.println(shown(text));
        err.flush();
    }

    private static String shown(String text) {
        return PrintableText.cleaned(Secrets.masked(text));
    }

    private String rendered(Object document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result cannot be written as JSON: " + document.getClass(), e);
        }
    }
}
