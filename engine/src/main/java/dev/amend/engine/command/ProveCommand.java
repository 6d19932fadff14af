package dev.amend.engine.command;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ProofRecord;
import dev.amend.engine.options.CommandCode;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.Console;
import dev.amend.engine.output.Document;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.prove.Proof;
import dev.amend.engine.prove.Prover;
import dev.amend.engine.prove.Representative;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.specs.Specification;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.yaml.SpecificationReader;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "prove", description = "build one partition twice into scratch and compare; required before run")
final class ProveCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "SPEC", description = "the specification file")
    private Path file = Path.of("");

    @Option(names = "--partition", paramLabel = "P", description = "which one (default: one of median size)")
    private @Nullable String partition;

    private final Surroundings surroundings;

    ProveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        Specification specification = SpecificationReader.read(file).specification();
        Optional<Long> asked = Optional.ofNullable(partition).map(text -> ordinal(specification, text));

        SparkWiring spark = new SparkWiring(wiring);
        Specification spelled = spark.spelled(specification);
        Plan plan = spark.planner()
                .plan(spelled, wiring.clock().instant().truncatedTo(ChronoUnit.SECONDS), Optional.empty());
        long chosen = asked.orElseGet(() -> Representative.partition(spark.lakehouse(), spelled, plan));
        wiring.console()
                .say("Building partition %s twice on a throw-away branch"
                        .formatted(specification.sourceRange().unit().format(chosen)));

        Proof proof = proved(spark.prover(), spelled, plan, chosen);
        Journal journal = wiring.journals().openToRun(specification.id());
        ProofRecord recorded = journal.record(new ProofRecord(
                specification.digest(),
                proof.partition(),
                proof.rows(),
                proof.bytes(),
                proof.took(),
                proof.rowsPerSecond(),
                proof.passed(),
                wiring.clock().instant()));
        show(wiring.console(), specification, proof, recorded);
        return recorded.passed() ? 0 : ErrorKind.CHECK_FAILED.exitCode();
    }

    private static Proof proved(Prover prover, Specification specification, Plan plan, long partition) {
        try {
            return prover.prove(specification, plan, partition);
        } catch (CommitOutcomeUnknown e) {
            throw ReleaseCode.outcomeUnknown(specification.id(), "prove SPEC", e);
        }
    }

    private static long ordinal(Specification specification, String text) {
        return specification
                .sourceRange()
                .unit()
                .parse(text)
                .filter(specification.sourceRange()::contains)
                .orElseThrow(() -> CommandCode.unknownPartition(
                        text, specification.sourceRange().range().toString()));
    }

    private void show(Console console, Specification specification, Proof proof, ProofRecord recorded) {
        Document document = new Document()
                .with("backfill_id", specification.id().value())
                .with("partition", proof.partition())
                .with("passed", proof.passed())
                .with("proved", recorded.passed())
                .with("rows", proof.rows())
                .with("rows_per_second", Math.round(proof.rowsPerSecond()))
                .with(
                        "checks",
                        proof.checks().stream()
                                .map(check -> new Document()
                                        .with("check", check.name())
                                        .with("passed", check.passed())
                                        .with("found", check.found())
                                        .fields())
                                .toList());
        String checks = proof.checks().stream()
                .map(check ->
                        "  %-4s  %-16s  %s".formatted(check.passed() ? "ok" : "FAIL", check.name(), check.found()))
                .collect(Collectors.joining("\n"));
        console.result(
                document.fields(),
                "%s, partition %s: built twice, %d rows; %,.0f source rows a second%n%s%n%s"
                        .formatted(
                                specification.id(),
                                proof.partition(),
                                proof.rows(),
                                proof.rowsPerSecond(),
                                checks,
                                verdict(proof, recorded)));
    }

    private static String refutation(Proof proof) {
        return proof.givesTheSameTwice()
                ? "It gives the same result twice, but the key is not unique: correct 'target.key' or the transform, then run 'amend prove' again."
                : "It gives another result on every run: fix the transform, then run 'amend prove' again.";
    }

    private String verdict(Proof proof, ProofRecord recorded) {
        if (!proof.passed()) {
            return refutation(proof);
        }
        return recorded.passed()
                ? "It can be run again safely.%nnext: amend run %s".formatted(file)
                : "But the same specification failed on partition %1$s, and that still counts: fix the transform, then run 'amend prove %2$s --partition %1$s'."
                        .formatted(recorded.partition(), file);
    }
}
