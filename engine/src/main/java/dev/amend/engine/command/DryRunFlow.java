package dev.amend.engine.command;

import dev.amend.engine.filemode.PrivateFiles;
import dev.amend.engine.options.CommandCode;
import dev.amend.engine.output.DryRunView;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.plan.PlannedBatch;
import dev.amend.engine.run.DryRun;
import dev.amend.engine.run.DryRunReport;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Wiring;
import dev.amend.reconciliation.report.Report;
import dev.amend.specs.Specification;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.text.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** {@code run --dry-run}: computes and compares batches, and writes nothing but a report into a folder of the user. */
final class DryRunFlow {
    private final Wiring wiring;
    private final Specification specification;
    private final int atMost;

    /** @param atMost the largest number of batches to try */
    DryRunFlow(Wiring wiring, Specification specification, int atMost) {
        this.wiring = wiring;
        this.specification = specification;
        this.atMost = atMost;
    }

    int carryOut(Path folder) {
        Path absolute = prepared(folder.toAbsolutePath().normalize());
        SparkWiring spark = new SparkWiring(wiring);
        Specification spelled = spark.spelled(specification);
        Plan plan = spark.planner()
                .plan(spelled, wiring.clock().instant().truncatedTo(ChronoUnit.SECONDS), Optional.empty());
        Report report = report(spark, spelled, plan);

        DryRunView view = new DryRunView(spelled, plan, report, absolute);
        try {
            DryRunReport.write(report, absolute);
        } catch (IOException e) {
            throw CommandCode.cannotWriteReport(absolute, Reason.of(e));
        }
        wiring.console().result(view.document().fields(), view.text());
        return view.failed() ? ErrorKind.CHECK_FAILED.exitCode() : 0;
    }

    private Report report(SparkWiring spark, Specification spelled, Plan plan) {
        DryRun dry = spark.dryRun(spelled, plan);
        DryRunReport report = spark.dryRunReport(spelled, plan);
        List<PlannedBatch> sample = DryRun.sample(plan.batches(), atMost);
        for (PlannedBatch batch : sample) {
            wiring.console().say("Computing batch " + batch.batch());
            report.add(batch.batch(), () -> dry.compare(batch));
        }
        return report.assemble(dry.totals(sample));
    }

    /** Creates the folder first: an unusable folder is reported at once, not after minutes of work. */
    private Path prepared(Path folder) {
        try {
            if (wiring.configuration().state().contains(folder)) {
                throw CommandCode.cannotWriteReport(
                        folder, "that folder is a part of the state, which a dry run leaves alone");
            }
            return PrivateFiles.createFolders(folder);
        } catch (IOException e) {
            throw CommandCode.cannotWriteReport(folder, "no folder can be created there");
        }
    }
}
