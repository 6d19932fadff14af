package dev.amend.specs.yaml;

import dev.amend.specs.Level;
import dev.amend.specs.OwnCheck;
import dev.amend.specs.Severity;
import dev.amend.specs.WatchCheck;
import dev.amend.specs.WatchRule;
import dev.amend.specs.yaml.Section.Placed;
import dev.amend.specs.yaml.tree.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The queries that pass if they return no row: those of a batch, and those after publication. Each has a unique name.
 */
final class NamedQueries {
    private final List<Section> ofBatch;
    private final Section watch;
    private final List<Section> afterPublication;

    NamedQueries(Section root) {
        this.ofBatch = root.section("validation").rows("checks");
        this.watch = root.section("watch");
        this.afterPublication = Stream.concat(root.rows("watch").stream(), watch.rows("checks").stream())
                .toList();
    }

    void check(Problems problems) {
        requireOwnNames(ofBatch, "check", problems);
        requireOwnNames(afterPublication, "watch check", problems);
    }

    private static void requireOwnNames(List<Section> queries, String kind, Problems problems) {
        Set<String> names = new HashSet<>();
        for (Section query : queries) {
            query.placed("name", Types.NAME)
                    .filter(name -> !names.add(name.value()))
                    .ifPresent(name -> duplicate(problems, kind, name));
        }
    }

    private static void duplicate(Problems problems, String kind, Placed<String> name) {
        problems.add(
                name.leaf(),
                "Another %s is called '%s', too: each needs a name of its own".formatted(kind, name.value()));
    }

    List<OwnCheck> checks() {
        return ofBatch.stream()
                .map(check -> new OwnCheck(
                        check.must("name", Types.NAME),
                        check.one("level", SpecificationShape.LEVEL).orElse(Level.ROW),
                        severity(check),
                        check.must("sql", Types.SQL).strip()))
                .toList();
    }

    WatchRule watch() {
        return new WatchRule(watch.values("sources", Types.TABLE), watchChecks());
    }

    private List<WatchCheck> watchChecks() {
        return afterPublication.stream()
                .map(check -> new WatchCheck(
                        check.must("name", Types.NAME),
                        severity(check),
                        check.must("sql", Types.SQL).strip()))
                .toList();
    }

    private static Severity severity(Section check) {
        return check.one("severity", SpecificationShape.SEVERITY).orElse(Severity.FAIL);
    }
}
