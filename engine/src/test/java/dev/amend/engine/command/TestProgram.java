package dev.amend.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.gates.Sleeper;
import dev.amend.engine.hooks.StepListener;
import dev.amend.engine.wiring.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/** The program as a person at a terminal meets it: a command in, exit code and both outputs back. */
final class TestProgram {
    private final Clock clock;
    private final Sleeper sleeper;
    private final Map<String, String> environment;
    private final String user;
    private final StepListener steps;

    TestProgram(Clock clock, Sleeper sleeper, Map<String, String> environment, String user) {
        this(clock, sleeper, environment, user, StepListener.NONE);
    }

    private TestProgram(
            Clock clock, Sleeper sleeper, Map<String, String> environment, String user, StepListener steps) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.environment = Map.copyOf(environment);
        this.user = user;
        this.steps = steps;
    }

    /** The same, with someone who is told of every durable step. */
    TestProgram toldTo(StepListener listener) {
        return new TestProgram(clock, sleeper, environment, user, listener);
    }

    /** What a command did. */
    record Outcome(int exitCode, String out, String err) {

        /** Its one document. */
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("No JSON document: " + out, e);
            }
        }
    }

    Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new CommandLineProgram(new Surroundings(
                        environment,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        clock,
                        sleeper,
                        user,
                        steps))
                .run(arguments);
        return new Outcome(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
