package dev.amend.engine.command;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ProofRecord;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.PlanView;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.specs.Specification;
import dev.amend.specs.yaml.SpecificationReader;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "plan", description = "batches, pins and estimates from metadata, without scanning; writes nothing")
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "SPEC", description = "the specification file")
    private Path file = Path.of("");

    private final Surroundings surroundings;

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        Specification specification = SpecificationReader.read(file).specification();
        Journal journal = wiring.journals().openOrNew(specification.id());
        SparkWiring spark = new SparkWiring(wiring);
        Specification spelled = spark.spelled(specification);
        Plan plan = spark.planner()
                .plan(
                        spelled,
                        wiring.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                        journal.proof()
                                .filter(proof -> proof.specificationDigest().equals(specification.digest()))
                                .map(ProofRecord::rowsPerSecond));

        PlanView view = new PlanView(spelled, plan);
        wiring.console().result(view.document(), view.text(file));
        return 0;
    }
}
