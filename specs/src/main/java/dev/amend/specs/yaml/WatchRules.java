package dev.amend.specs.yaml;

import dev.amend.specs.Severity;
import dev.amend.specs.WatchCheck;
import dev.amend.specs.yaml.Section.Placed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The queries that are asked after publication, each by a name of its own. */
final class WatchRules {
    private final List<Section> checks;

    WatchRules(Section root) {
        this.checks = root.rows("watch");
    }

    void check(Problems problems) {
        Set<String> names = new HashSet<>();
        for (Section check : checks) {
            check.placed("name", Types.NAME)
                    .filter(name -> !names.add(name.value()))
                    .ifPresent(name -> duplicate(problems, name));
        }
    }

    private static void duplicate(Problems problems, Placed<String> name) {
        problems.add(
                name.leaf(),
                "Another watch check is called '%s', too: each needs a name of its own".formatted(name.value()));
    }

    List<WatchCheck> checks() {
        return checks.stream()
                .map(check -> new WatchCheck(
                        check.must("name", Types.NAME),
                        check.one("severity", SpecificationShape.SEVERITY).orElse(Severity.FAIL),
                        check.must("sql", Types.SQL).strip()))
                .toList();
    }
}
