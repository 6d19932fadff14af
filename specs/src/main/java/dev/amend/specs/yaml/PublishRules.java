package dev.amend.specs.yaml;

import dev.amend.specs.PublishRule;
import dev.amend.specs.yaml.Section.Placed;
import dev.amend.specs.yaml.SpecificationShape.PublishAs;
import dev.amend.specs.yaml.SpecificationShape.ShadowKind;
import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import java.util.Optional;

/** The rules for publication: a branch is published by a commit, a table through a view, and nothing in between. */
final class PublishRules {
    private final Section root;
    private final Section publish;

    PublishRules(Section root) {
        this.root = root;
        this.publish = root.section("publish");
    }

    void check(Problems problems) {
        boolean table = shadow() == ShadowKind.TABLE;
        boolean view = as() == PublishAs.VIEW;
        if (view && !table) {
            mistake(problems, "as", "'as: view' needs shadow: table, since a view can't read a branch in every engine");
        }
        if (view && !publish.has("view")) {
            mistake(
                    problems,
                    "as",
                    "'as: view' needs the view that consumers read, as in  view: finance.daily_revenue_current");
        }
        if (table && !view) {
            mistake(
                    problems,
                    "shadow",
                    "'shadow: table' needs as: view, since the files of one table are never added to another");
        }
        if (!view) {
            mistake(problems, "view", "'view' has no effect without as: view and shadow: table");
        }
        checkName(problems);
    }

    private void checkName(Problems problems) {
        publish.placed("view", Types.TABLE).ifPresent(view -> {
            root.section("target")
                    .one("table", Types.TABLE)
                    .filter(view.value()::equals)
                    .ifPresent(target -> invalid(problems, view, "it is the target, expected a view that reads it"));
            root.one("backfill_id", Types.BACKFILL_ID)
                    .filter(id -> id.refName().equals(view.value().name()))
                    .ifPresent(id -> invalid(problems, view, "Amend uses this name itself, for the shadow table"));
        });
    }

    PublishRule rule() {
        return as() == PublishAs.VIEW ? PublishRule.through(publish.must("view", Types.TABLE)) : PublishRule.BY_COMMIT;
    }

    private ShadowKind shadow() {
        return publish.one("shadow", SpecificationShape.SHADOW).orElse(ShadowKind.BRANCH);
    }

    private PublishAs as() {
        return publish.one("as", SpecificationShape.PUBLISH_AS).orElse(PublishAs.COMMIT);
    }

    private void mistake(Problems problems, String key, String message) {
        Optional<Tree.Entry> entry = publish.entry(key);
        entry.ifPresent(found -> problems.add(found, message));
    }

    private static void invalid(Problems problems, Placed<?> view, String reason) {
        problems.add(view.leaf(), "Invalid view '%s': %s".formatted(view.value(), reason));
    }
}
