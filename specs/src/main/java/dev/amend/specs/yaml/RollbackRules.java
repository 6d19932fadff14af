package dev.amend.specs.yaml;

import dev.amend.specs.BackfillId;
import dev.amend.specs.RollbackRule;
import java.time.Duration;
import java.util.List;

/** How the old data is kept, and under which tag. */
final class RollbackRules {
    private static final Duration KEEP_FOR = Duration.ofDays(30);

    private final Section root;
    private final Section rollback;

    RollbackRules(Section root) {
        this.root = root;
        this.rollback = root.section("rollback");
    }

    void check(Problems problems) {
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
                rollback.one("keep_for", Types.POSITIVE_DURATION).orElse(KEEP_FOR));
    }

    private static List<String> taken(BackfillId id) {
        return List.of("main", id.refName(), id.refName() + "_previous");
    }
}
