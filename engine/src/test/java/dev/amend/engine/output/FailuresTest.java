package dev.amend.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.error.SpecificationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailuresTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private boolean processEnds;

    private Failures failures(Console.Format format, Failures.Detail detail) {
        return new Failures(
                new Console(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        format,
                        Console.Verbosity.QUIET),
                detail,
                () -> processEnds);
    }

    private JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(out.toString(UTF_8));
    }

    private record Code(ErrorKind kind) implements ErrorCode {
        @Override
        public String name() {
            return "SOMETHING_WRONG";
        }
    }

    private static AmendException failure(ErrorKind kind) {
        return new AmendException(new Code(kind), "Cannot do it: it is late", "batch 7", "Go home");
    }

    @ParameterizedTest
    @CsvSource({
        "USER, 2",
        "CHECK_FAILED, 3",
        "DRIFT, 4",
        "NOT_APPROVED, 5",
        "LEASE_HELD, 6",
        "TRANSIENT, 1",
        "UNKNOWN_OUTCOME, 1",
        "INTERNAL, 1"
    })
    void meansAnExitCodeByItsKind(ErrorKind kind, int exitCode) {
        assertThat(failures(Console.Format.text, Failures.Detail.MESSAGE).report(failure(kind)))
                .isEqualTo(exitCode);
    }

    @Test
    void saysWhatIsWrongWhereAndWhatToDo() {
        failures(Console.Format.text, Failures.Detail.MESSAGE).report(failure(ErrorKind.USER));

        assertThat(err.toString(UTF_8))
                .isEqualTo("amend: Cannot do it: it is late\n  where: batch 7\n  next:  Go home\n");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void saysThatJavaRanOutOfMemoryAndWhereToGiveMore() {
        int code =
                failures(Console.Format.text, Failures.Detail.MESSAGE).report(new OutOfMemoryError("Java heap space"));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith(
                        "amend: Java ran out of memory: Java heap space\n  next:  Give it more, with AMEND_JAVA_OPTS=-Xmx4g")
                .doesNotContain("\tat ");
    }

    @Test
    void leavesOutWhatThereIsNot() {
        failures(Console.Format.text, Failures.Detail.MESSAGE)
                .report(new AmendException(new Code(ErrorKind.USER), "Cannot do it", "", ""));

        assertThat(err.toString(UTF_8)).isEqualTo("amend: Cannot do it\n");
    }

    @Test
    void isOneDocumentOnStandardOutputForPrograms() throws JsonProcessingException {
        failures(Console.Format.json, Failures.Detail.MESSAGE).report(failure(ErrorKind.DRIFT));

        assertThat(json().toString())
                .isEqualTo(
                        "{\"error\":{\"code\":\"SOMETHING_WRONG\",\"message\":\"Cannot do it: it is late\",\"where\":\"batch 7\",\"next\":\"Go home\"}}");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void listsEveryMistakeOfASpecification() throws JsonProcessingException {
        SpecificationException failure = new SpecificationException(List.of(
                new SpecificationException.Problem("a.yaml", 3, 5, "target.table", "Invalid table 'orders'"),
                new SpecificationException.Problem("a.yaml", 9, 1, "", "Tab")));

        assertThat(failures(Console.Format.json, Failures.Detail.MESSAGE).report(failure))
                .isEqualTo(2);
        assertThat(failures(Console.Format.text, Failures.Detail.MESSAGE).report(failure))
                .isEqualTo(2);

        assertThat(json().at("/error/code").asText()).isEqualTo("SPECIFICATION_INVALID");
        assertThat(json().at("/error/message").asText()).isEqualTo("Invalid specification, 2 problem(s)");
        assertThat(json().at("/error/where").asText()).isEqualTo("a.yaml");
        assertThat(json().at("/error/problems/0").toString())
                .isEqualTo(
                        "{\"file\":\"a.yaml\",\"line\":3,\"column\":5,\"key\":\"target.table\",\"message\":\"Invalid table 'orders'\"}");
        assertThat(err.toString(UTF_8)).isEqualTo("""
                        Invalid specification, 2 problem(s):
                        a.yaml:3:5: target.table: Invalid table 'orders'
                        a.yaml:9:1: Tab
                        """);
    }

    /** Spark is stopped while its jobs still run, and each of them fails in a way of its own. */
    @Test
    void isNoErrorOfAmendOnceTheProcessIsEnding() {
        processEnds = true;

        assertThat(failures(Console.Format.text, Failures.Detail.MESSAGE)
                        .report(new IllegalStateException("Cannot call methods on a stopped SparkContext.")))
                .isEqualTo(7);
        assertThat(err.toString(UTF_8)).isEqualTo("""
                        amend: The process was ended before the command was done
                          next:  Run the same command again; everything that was finished is kept
                        """);
    }

    @Test
    void showsNoStackTraceOfABugUnlessAsked() {
        IllegalStateException bug = new IllegalStateException("It can't be\nsecond line");

        assertThat(failures(Console.Format.text, Failures.Detail.MESSAGE).report(bug))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("""
                        amend: Unexpected IllegalStateException: It can't be
                          next:  Run the same command with --debug to see where; everything that was finished is kept
                        """);

        failures(Console.Format.text, Failures.Detail.STACK_TRACE).report(bug);
        assertThat(err.toString(UTF_8)).contains("at dev.amend.engine.output.FailuresTest.");
    }
}
