package dev.amend.engine.command;

import dev.amend.specs.AmendException;
import dev.amend.specs.ErrorKind;
import dev.amend.specs.Reason;
import dev.amend.specs.SpecificationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Turns whatever went wrong into words for a user and an exit code. */
final class Failures {
    private final Console console;
    private final Detail detail;

    /** Whether a stack trace is shown. */
    enum Detail {
        MESSAGE,
        STACK_TRACE
    }

    Failures(Console console, Detail detail) {
        this.console = console;
        this.detail = detail;
    }

    /** Reports a failure and returns the exit code that it means. */
    int report(Throwable failure) {
        if (failure instanceof SpecificationException specification) {
            return report(specification);
        }
        if (failure instanceof AmendException amend) {
            return report(amend);
        }
        return reportUnexpected(failure);
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
        Map<String, Object> error =
                error(failure.code().name(), String.valueOf(failure.getMessage()), failure.where(), failure.next());
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
    int usage(String message, CommandSpec command) {
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

    private static String text(Map<String, Object> error) {
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
