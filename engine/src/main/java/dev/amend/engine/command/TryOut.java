package dev.amend.engine.command;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.plan.PlannedBatch;
import dev.amend.engine.plan.Planner;
import dev.amend.engine.run.DryRun;
import dev.amend.engine.run.DryRunReport;
import dev.amend.reconciliation.report.Report;
import dev.amend.specs.ErrorKind;
import dev.amend.specs.Reason;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** {@code run --dry-run}: computes and compares batches, and leaves nothing behind but a report in a folder of the user's. */
final class TryOut {
    private final Wiring wiring;
    private final Specification specification;
    private final int atMost;

    /** @param atMost how many batches are tried */
    TryOut(Wiring wiring, Specification specification, int atMost) {
        this.wiring = wiring;
        this.specification = specification;
        this.atMost = atMost;
    }

    int carryOut(Path folder) {
        Path absolute = prepared(folder.toAbsolutePath().normalize());
        Lakehouse lakehouse = new SparkWiring(wiring).lakehouse();
        Plan plan = new Planner(lakehouse)
                .plan(specification, wiring.clock().instant().truncatedTo(ChronoUnit.SECONDS), Optional.empty());
        Report report = report(lakehouse, plan);

        DryRunView view = new DryRunView(specification, plan, report, absolute);
        try {
            DryRunReport.write(report, absolute);
        } catch (IOException e) {
            throw CommandCode.cannotWriteReport(absolute, Reason.of(e));
        }
        wiring.console().result(view.document().fields(), view.text());
        return view.failed() ? ErrorKind.CHECK_FAILED.exitCode() : 0;
    }

    private Report report(Lakehouse lakehouse, Plan plan) {
        DryRun dry = new DryRun(lakehouse, specification, plan);
        DryRunReport report = new DryRunReport(
                specification,
                plan,
                CodeVersion.current(),
                wiring.surroundings().user(),
                wiring.clock());
        List<PlannedBatch> sample = DryRun.sample(plan.batches(), atMost);
        for (PlannedBatch batch : sample) {
            wiring.console().say("Computing batch " + batch.batch());
            report.add(batch.batch(), () -> dry.compare(batch));
        }
        return report.assemble(dry.totals(sample));
    }

    /** Before anything is computed: minutes later is late to learn that there is no place for the result. */
    private Path prepared(Path folder) {
        Path state = wiring.configuration().state().toAbsolutePath().normalize();
        if (folder.startsWith(state)) {
            throw CommandCode.cannotWriteReport(
                    folder, "that folder is a part of the state, which a dry run leaves alone");
        }
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw CommandCode.cannotWriteReport(folder, "no folder can be created there");
        }
    }
}
