package dev.amend.engine.output;

import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.error.SpecificationException;
import dev.amend.specs.text.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Turns any failure into a message for a user and an exit code. */
public final class Failures {
    private final Console console;
    private final Detail detail;
    private final BooleanSupplier processEnds;

    /** Controls whether a stack trace is shown. */
    public enum Detail {
        MESSAGE,
        STACK_TRACE
    }

    /** @param processEnds whether the process is ending and Spark was stopped during the command */
    public Failures(Console console, Detail detail, BooleanSupplier processEnds) {
        this.console = console;
        this.detail = detail;
        this.processEnds = processEnds;
    }

    /** Reports a failure and returns its exit code. */
    public int report(Throwable failure) {
        if (failure instanceof SpecificationException specification) {
            return report(specification);
        }
        if (failure instanceof AmendException amend) {
            return report(amend);
        }
        if (failure instanceof OutOfMemoryError) {
            return reportOutOfMemory(failure);
        }
        return processEnds.getAsBoolean() ? reportEnded(failure) : reportUnexpected(failure);
    }

    private int reportOutOfMemory(Throwable failure) {
        Map<String, Object> error = error(
                "OUT_OF_MEMORY",
                "Java ran out of memory: " + Reason.of(failure),
                "",
                "Give it more, with AMEND_JAVA_OPTS=-Xmx4g or spark-submit --driver-memory 4g, or ask for less; everything that was finished is kept");
        console.failure(Map.of("error", error), text(error) + stackTrace(failure));
        return ErrorKind.INTERNAL.exitCode();
    }

    /** Reports the end of the process, whose exit code is already fixed by its signal: 143 or 130. */
    private int reportEnded(Throwable failure) {
        Map<String, Object> error = error(
                "PROCESS_ENDED",
                "The process was ended before the command was done",
                "",
                "Run the same command again; everything that was finished is kept");
        console.failure(Map.of("error", error), text(error) + stackTrace(failure));
        return ErrorKind.STOPPED.exitCode();
    }

    private int report(SpecificationException failure) {
        List<Map<String, Object>> problems = failure.problems().stream()
                .map(problem -> {
                    Map<String, Object> document = new LinkedHashMap<>();
                    document.put("file", problem.file());
                    document.put("line", problem.line());
                    document.put("column", problem.column());
                    document.put("key", problem.path());
                    document.put("message", problem.message());
                    return document;
                })
                .toList();

        String first =
                failure.problems().isEmpty() ? "" : failure.problems().get(0).file();
        Map<String, Object> error = error(
                "SPECIFICATION_INVALID",
                "Invalid specification, %d problem(s)".formatted(problems.size()),
                first,
                "Correct the file and try again");
        error.put("problems", problems);
        console.failure(Map.of("error", error), failure.getMessage() + stackTrace(failure));
        return ErrorKind.USER.exitCode();
    }

    private int report(AmendException failure) {
        Map<String, @Nullable Object> error = Document.error(failure).fields();
        console.failure(Map.of("error", error), text(error) + stackTrace(failure));
        return failure.code().kind().exitCode();
    }

    private int reportUnexpected(Throwable failure) {
        Map<String, Object> error = error(
                "UNEXPECTED",
                "Unexpected %s: %s".formatted(failure.getClass().getSimpleName(), Reason.of(failure)),
                "",
                "Run the same command with --debug to see where; everything that was finished is kept");
        console.failure(Map.of("error", error), text(error) + stackTrace(failure));
        return ErrorKind.INTERNAL.exitCode();
    }

    /** Reports wrong usage of the command line. */
    public int usage(String message, CommandSpec command) {
        Map<String, Object> error =
                error("USAGE", message, command.name(), "See '%s --help'".formatted(command.qualifiedName()));
        console.failure(Map.of("error", error), text(error));
        return ErrorKind.USER.exitCode();
    }

    private static Map<String, Object> error(String code, String message, String where, String next) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        error.put("where", where);
        error.put("next", next);
        return error;
    }

    private static String text(Map<String, @Nullable Object> error) {
        StringBuilder text = new StringBuilder("amend: ").append(error.get("message"));
        if (!String.valueOf(error.get("where")).isEmpty()) {
            text.append("\n  where: ").append(error.get("where"));
        }
        if (!String.valueOf(error.get("next")).isEmpty()) {
            text.append("\n  next:  ").append(error.get("next"));
        }
        return text.toString();
    }

    private String stackTrace(Throwable failure) {
        if (detail == Detail.MESSAGE) {
            return "";
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return "\n" + trace;
    }
}
