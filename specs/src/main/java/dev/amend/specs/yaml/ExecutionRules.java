package dev.amend.specs.yaml;

import dev.amend.specs.yaml.tree.Problems;

/** Checks that keys which only work together are set together, in sources and execution. */
final class ExecutionRules {
    private final Section root;
    private final Section execution;
    private final Problems problems;

    ExecutionRules(Section root, Problems problems) {
        this.root = root;
        this.execution = root.section("execution");
        this.problems = problems;
    }

    void check() {
        root.named("sources").forEach(source -> {
            checkNeighbours(source.section(), "lookback");
            checkNeighbours(source.section(), "lookahead");
        });
        checkLivePipeline();
        checkPrice();
    }

    private void checkNeighbours(Section source, String key) {
        if (!source.has("partition_key")) {
            source.entry(key)
                    .ifPresent(entry -> problems.add(
                            entry, "'%s' needs partition_key: without it the source is read whole".formatted(key)));
        }
    }

    private void checkLivePipeline() {
        if (!execution.has("pause_during_live_pipeline")) {
            execution
                    .entry("live_pipeline")
                    .ifPresent(entry -> problems.add(
                            entry, "'live_pipeline' has no effect without pause_during_live_pipeline: true"));
        }
    }

    private void checkPrice() {
        Section budget = execution.section("budget");
        if (budget.has("price_per_tb") != budget.has("currency")) {
            execution
                    .entry("budget")
                    .ifPresent(entry -> problems.add(entry, "A price needs both price_per_tb and currency"));
        }
    }
}
