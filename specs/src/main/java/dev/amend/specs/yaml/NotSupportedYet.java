package dev.amend.specs.yaml;

import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The keys that have no effect yet. A key that is set to a value with an effect is refused, never ignored. */
final class NotSupportedYet {

    /** The list of refusals. Remove a line once its effect is implemented. */
    static final List<Refusal> REFUSALS = List.of(
            refused(
                    "kind",
                    "repair",
                    "partitions are derived again from their sources, rows are not repaired in place"),
            refused("affected", "it belongs to kind: repair"),
            refused("expected_rows", "it belongs to kind: repair"),
            refused("max_fraction", "it belongs to kind: repair"),
            refused("prevention", "it belongs to kind: repair"),
            refused("transform.set", "it belongs to kind: repair"),
            refused("transform.class", "write the transformation as one query under transform.sql"),
            refused("target.dimensions", "batches are cut by the partition key alone"),
            refused("sources.*.pinned", "false", "every source is an Iceberg table and is read at one snapshot"),
            refused("execution.canaries", "batches are built in the order of their partitions"),
            refused("execution.live_pipeline.windows", "a live pipeline is noticed by its commits, see quiet_for"),
            refused("execution.live_pipeline.probes", "a live pipeline is noticed by its commits, see quiet_for"),
            refused("execution.probes", "a live pipeline is noticed by its commits, see live_pipeline.quiet_for"),
            refused("execution.query_timeout", "a batch takes the time it takes"),
            refused("execution.max_rows_per_second", "spread the work with rest_between_batches and max_concurrency"),
            refused("execution.retry", "run the same command again, it goes on where it stopped"),
            refused("execution.budget.bytes_scanned_per_day", "bytes are estimated by plan and not counted yet"),
            refused("execution.budget.bytes_scanned", "bytes are estimated by plan and not counted yet"),
            refused("validation.quarantine", "a row that fails a check fails its batch"),
            refused("publish.announce", "nobody is told of a publication"),
            refused("profiles", "write one file for each purpose"));

    private NotSupportedYet() {}

    /** A key, a test for values that would have an effect, and the message for the user. */
    record Refusal(String key, String shown, Predicate<Tree> hasEffect, String reason) {

        private void check(Tree.Entry entry, Problems problems) {
            if (hasEffect.test(entry.value())) {
                problems.add(entry, "'%s' is not supported yet: %s".formatted(shown, reason));
            }
        }
    }

    /** Adds a mistake for each key that would have an effect. */
    static void check(Tree.Mapping root, Problems problems) {
        for (Refusal refusal : REFUSALS) {
            at(root, List.of(refusal.key().split("\\."))).forEach(entry -> refusal.check(entry, problems));
        }
    }

    private static Stream<Tree.Entry> at(Tree tree, List<String> path) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            return Stream.empty();
        }

        String first = path.get(0);
        List<String> rest = path.subList(1, path.size());
        Stream<Tree.Entry> here =
                mapping.entries().stream().filter(entry -> first.equals("*") || first.equals(entry.key()));
        return rest.isEmpty() ? here : here.flatMap(entry -> at(entry.value(), rest));
    }

    private static Refusal refused(String key, String reason) {
        return new Refusal(key, lastOf(key), Tree::isSet, reason);
    }

    private static Refusal refused(String key, String value, String reason) {
        return new Refusal(
                key,
                lastOf(key) + ": " + value,
                tree -> tree instanceof Tree.Leaf leaf && leaf.text().equals(value),
                reason);
    }

    private static String lastOf(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
