package dev.amend.specs.yaml;

import dev.amend.specs.BackfillId;
import dev.amend.specs.RollbackRule;
import dev.amend.specs.RollbackRule.Copies;
import dev.amend.specs.yaml.tree.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules for keeping the old data, and for the tag that holds it. */
final class RollbackRules {
    private static final Duration KEEP_FOR = Duration.ofDays(30);

    private final Section root;
    private final Section rollback;

    RollbackRules(Section root) {
        this.root = root;
        this.rollback = root.section("rollback");
    }

    void check(Problems problems) {
        boolean view = root.section("publish").has("view");
        rollback.entry("prepare")
                .filter(prepare -> view)
                .ifPresent(prepare -> problems.add(
                        prepare,
                        "'prepare' has no effect with as: view, since a view is set back without copying rows"));
        rollback.placed("snapshot", Types.TAG)
                .ifPresent(tag -> root.one("backfill_id", Types.BACKFILL_ID)
                        .filter(id -> taken(id).contains(tag.value()))
                        .ifPresent(id -> problems.add(
                                tag.leaf(),
                                "Invalid snapshot '%s': Amend uses this name itself".formatted(tag.value()))));
    }

    RollbackRule rule(BackfillId id) {
        return new RollbackRule(
                rollback.one("snapshot", Types.TAG).orElse(id.refName() + "_before"),
                rollback.one("keep_for", Types.POSITIVE_DURATION).orElse(KEEP_FOR),
                rollback.has("prepare") ? Copies.BEFORE_PUBLICATION : Copies.WHEN_NEEDED);
    }

    /** The other branches and tags that a backfill may have. */
    private static List<String> taken(BackfillId id) {
        List<String> taken = new ArrayList<>(List.of("main", id.refName()));
        List.of("previous", "published", "rolled_back", "restore", "scratch")
                .forEach(suffix -> taken.add(id.refName() + "_" + suffix));
        return taken;
    }
}
