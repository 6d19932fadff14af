package dev.amend.publish.simulation;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.specs.error.AmendException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * A backfill among others on one table, in one thread: a seed decides who takes the next step, who acts in between the
 * commits of another, and what goes wrong. The same seed gives the same steps.
 */
final class Simulation {
    private static final int STEPS = 40;
    private static final int STEPS_AFTER_THE_END = 6;
    private static final int LAST_STEPS = 15;
    private static final int MAX_DEPTH = 3;

    private final long seed;
    private final Random random;
    private final Rates rates;
    private final Scene scene;
    private final Decisions decisions = new Decisions();
    private final Oracle oracle;
    private final Driver driver;
    private final Expirer expirer;
    private final Actor clock = turn("clock", this::passTime);
    private final List<Actor> turns = new ArrayList<>();
    private final Set<Actor> busy = new HashSet<>();
    private final List<String> trace = new ArrayList<>();
    private boolean isQuiet;

    Simulation(long seed, Way way) {
        this.seed = seed;
        this.random = new Random(seed);
        this.rates = Rates.drawn(random);
        this.scene = Scene.start(random.nextBoolean() ? 2 : 3);
        this.oracle = new Oracle(scene.catalog(), decisions, Scene.REFS.id());
        scene.catalog().observe(oracle);
        this.driver = new Driver(this, way);
        this.expirer = new Expirer(this);
        addTurns(10, driver);
        addTurns(rates.writerTurns(), new LiveWriter(this));
        addTurns(rates.writerTurns() / 2, new Compactor(this));
        addTurns(rates.expirerTurns(), expirer);
        addTurns(2, new LateDriver(this, driver, way));
        addTurns(rates.schemaChangeTurns(), new SchemaChanger(this));
        addTurns(2, turn("network", () -> scene.catalog().deliver() ? "a late commit arrived" : "nothing arrived"));
        addTurns(2, clock);
    }

    private void addTurns(int count, Actor actor) {
        for (int i = 0; i < count; i++) {
            turns.add(actor);
        }
    }

    private static Actor turn(String name, Supplier<String> step) {
        return new Actor() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String act() {
                return step.get();
            }
        };
    }

    /** An hour more than full weeks, so that no age is ever exactly at a limit of full days. */
    private String passTime() {
        int weeks = 1 + random.nextInt(2);
        scene.catalog().pass(Duration.ofDays(7L * weeks).plusHours(1));
        return "%d week(s) pass".formatted(weeks);
    }

    /** @throws AssertionError with the seed and the steps taken, if something happened that must not */
    List<String> run() {
        try {
            takeSteps();
            comeToRest();
        } catch (OracleViolation e) {
            throw new AssertionError(
                    "Seed %d: %s%nafter%n  %s".formatted(seed, e.getMessage(), String.join("\n  ", trace)), e);
        }
        return List.copyOf(trace);
    }

    private void takeSteps() {
        int left = STEPS;
        while (left > 0) {
            step(turns.get(random.nextInt(turns.size())));
            left = driver.stage() == Stage.DONE ? Math.min(left - 1, STEPS_AFTER_THE_END) : left - 1;
        }
    }

    /** Nobody else is there and nothing goes wrong any more: a new run brings the backfill to an end. */
    private void comeToRest() {
        isQuiet = true;
        trace.add("quiet");
        driver.takeOver();
        for (int i = 0; i < LAST_STEPS && driver.stage() != Stage.DONE; i++) {
            step(driver);
        }
        step(expirer);
    }

    private void step(Actor actor) {
        busy.add(actor);
        trace.add("%s%s begins".formatted("  ".repeat(busy.size() - 1), actor.name()));
        String outcome = outcome(actor);
        trace.add("%s%s: %s".formatted("  ".repeat(busy.size() - 1), actor.name(), outcome));
        busy.remove(actor);
        oracle.checkFiles();
    }

    private String outcome(Actor actor) {
        try {
            return actor.act();
        } catch (Killed e) {
            actor.killed();
            return "killed";
        } catch (CommitOutcomeUnknown | CommitStateUnknownException e) {
            return "outcome unknown";
        } catch (CatalogDown e) {
            return "no answer";
        } catch (ValidationException | CommitFailedException | NotFoundException e) {
            // the files that Iceberg lists at the end come in an order of their own
            return "conflict: " + String.valueOf(e.getMessage()).replaceAll(": \\[.*", "");
        } catch (AmendException e) {
            return "refused: " + e.code();
        } catch (NullPointerException e) {
            return iceberg(actor, e);
        } catch (RuntimeException e) {
            throw new OracleViolation("%s failed with %s".formatted(actor.name(), e), e);
        }
    }

    /**
     * Iceberg's own commits, those of writers, fail like this if the partition spec changed while they
     * wrote. Guarded commits say what is the matter.
     */
    private static String iceberg(Actor actor, NullPointerException failure) {
        if (failure.getStackTrace()[0].getClassName().startsWith("org.apache.iceberg.")
                && String.valueOf(failure.getMessage()).contains("PartitionSpec")) {
            return "failed: Iceberg does not know the new partition spec";
        }
        throw new OracleViolation("%s failed with %s".formatted(actor.name(), failure), failure);
    }

    Scene scene() {
        return scene;
    }

    Oracle oracle() {
        return oracle;
    }

    Decisions decisions() {
        return decisions;
    }

    Random random() {
        return random;
    }

    Rates rates() {
        return rates;
    }

    boolean isQuiet() {
        return isQuiet;
    }

    void say(String line) {
        trace.add("%s- %s".formatted("  ".repeat(busy.size()), line));
    }

    boolean happens(double rate) {
        return !isQuiet && random.nextDouble() < rate;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** In between the steps of an actor others may act; time stands still, since Iceberg takes it for a snapshot's. */
    void letOthersAct(Actor actor) {
        if (busy.contains(actor) && busy.size() < MAX_DEPTH && happens(rates.others())) {
            Actor other = turns.get(random.nextInt(turns.size()));
            if (!busy.contains(other) && other != clock) {
                step(other);
            }
        }
    }

    /** The table for a step of an actor during which others act, with faults of these kinds. */
    Table busyTable(Actor actor, Effect effect, List<Answer> faults) {
        return scene.catalog().table(actor.name(), effect, new Traffic() {
            @Override
            public void pause() {
                letOthersAct(actor);
            }

            @Override
            public Answer answer() {
                if (faults.isEmpty() || !happens(rates.faults())) {
                    return Answer.HONEST;
                }
                Answer answer = oneOf(faults);
                say("answer " + answer);
                return answer;
            }

            @Override
            public boolean refreshFails() {
                return faults.equals(Answer.FAULTS) && happens(rates.faults());
            }
        });
    }

    /** The table for a step that nobody comes into. */
    Table calmTable(Actor actor, Effect effect) {
        return scene.catalog().table(actor.name(), effect, Traffic.QUIET);
    }
}
