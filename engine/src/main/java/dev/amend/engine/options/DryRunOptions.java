package dev.amend.engine.options;

import dev.amend.specs.Specification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code run} for a dry run. */
public final class DryRunOptions {
    /** The number of batches that a dry run tries by default. */
    private static final int FEW = 3;

    @Option(
            names = "--dry-run",
            description = "compute and compare a few batches (three, or --max-batches), write nothing but a report")
    private boolean asked;

    @Option(names = "--all", description = "with --dry-run: every batch")
    private boolean all;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "with --dry-run: where its report goes (default: ID-dry-run)")
    private @Nullable Path report;

    public boolean isAsked() {
        return asked;
    }

    /**
     * Refuses options that have no effect.
     *
     * @throws dev.amend.specs.error.AmendException if an option means nothing beside the others
     */
    public void requireSense(Optional<Integer> maxBatches, Optional<Instant> stopAfter) {
        require(asked || !all, "--all: it goes with --dry-run; a run builds every batch anyway");
        require(
                asked || report == null,
                "--report: it goes with --dry-run; 'amend report ID --to PATH' copies a run's");
        require(!asked || !all || maxBatches.isEmpty(), "--all: it contradicts --max-batches");
        require(!asked || stopAfter.isEmpty(), "--stop-after: it has no effect on a dry run; --max-batches has");
    }

    private static void require(boolean sense, String reason) {
        if (!sense) {
            throw CommandCode.invalidOption("run", new IllegalArgumentException("Invalid " + reason));
        }
    }

    /** The largest number of batches to try. */
    public int batches(Optional<Integer> maxBatches) {
        return all ? Integer.MAX_VALUE : maxBatches.orElse(FEW);
    }

    /** The folder of the report. */
    public Path folder(Specification specification) {
        return Optional.ofNullable(report).orElseGet(() -> Path.of(specification.id() + "-dry-run"));
    }
}
