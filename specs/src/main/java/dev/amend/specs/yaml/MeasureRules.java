package dev.amend.specs.yaml;

import static dev.amend.specs.yaml.SpecificationShape.DELTA_EXPECTED;
import static dev.amend.specs.yaml.SpecificationShape.PER;

import dev.amend.specs.DeltaRange;
import dev.amend.specs.Measure;
import dev.amend.specs.yaml.Section.NamedSection;
import dev.amend.specs.yaml.Section.Placed;
import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The measures: those that the file declares, and those that it defines only by a {@code NAME_delta_expected}. */
final class MeasureRules {
    private final Section validation;

    MeasureRules(Section root) {
        this.validation = root.section("validation");
    }

    void check(Problems problems) {
        for (NamedSection measure : declared()) {
            checkAgreement(measure, problems);
        }

        Map<String, String> declared = declared().stream()
                .map(NamedSection::name)
                .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), name -> name, (one, other) -> one));
        for (Tree.Entry expectation : expectations()) {
            String name = nameOf(expectation);
            Types.MEASURE_NAME.checkName("measure", name, expectation, problems);
            String other = declared.getOrDefault(name.toLowerCase(Locale.ROOT), name);
            if (!other.equals(name)) {
                problems.add(
                        expectation, "Invalid measure '%s': it differs from '%s' in case only".formatted(name, other));
            }
        }
    }

    /** The measures in the order of the file, with the declared ones first. */
    List<Measure> measures() {
        Set<String> names = declared().stream().map(NamedSection::name).collect(Collectors.toSet());
        Stream<Measure> undeclared = expectations().stream()
                .map(MeasureRules::nameOf)
                .filter(name -> !names.contains(name))
                .map(name -> new Measure(
                        name,
                        "sum(%s)".formatted(name),
                        range(expectationOf(name)),
                        Measure.Per.BATCH,
                        BigDecimal.ZERO));
        return Stream.concat(declared().stream().map(this::measure), undeclared).toList();
    }

    private Measure measure(NamedSection measure) {
        Section section = measure.section();
        String expression =
                measure.entry().value() instanceof Tree.Leaf leaf ? leaf.text() : section.must("expr", Types.SQL);
        Optional<DeltaRange> expected =
                range(section.placed("delta_expected", Types.DELTA)).or(() -> range(expectationOf(measure.name())));
        return new Measure(
                measure.name(),
                expression.strip(),
                expected,
                section.one("per", PER).orElse(Measure.Per.BATCH),
                section.one("tolerance", Types.NUMBER_FROM_ZERO).orElse(BigDecimal.ZERO));
    }

    private void checkAgreement(NamedSection measure, Problems problems) {
        Optional<DeltaRange> own = range(measure.section().placed("delta_expected", Types.DELTA));
        measure.section()
                .placed("tolerance", Types.NUMBER_FROM_ZERO)
                .filter(tolerance ->
                        own.isEmpty() && expectationOf(measure.name()).isEmpty())
                .ifPresent(tolerance -> problems.add(
                        tolerance.leaf(),
                        "Invalid tolerance of measure '%s': nothing is expected of it, give it a delta_expected"
                                .formatted(measure.name())));
        expectationOf(measure.name())
                .filter(other -> own.isPresent() && !isSame(own.get(), other.value()))
                .ifPresent(other -> problems.add(
                        other.leaf(),
                        "Invalid expectation '%s': the measure '%s' expects '%s' already"
                                .formatted(other.value(), measure.name(), own.get())));
    }

    private static boolean isSame(DeltaRange a, DeltaRange b) {
        return a.unit() == b.unit()
                && a.low().compareTo(b.low()) == 0
                && a.high().compareTo(b.high()) == 0;
    }

    private List<NamedSection> declared() {
        return validation.named("measures");
    }

    private List<Tree.Entry> expectations() {
        return validation.entries().stream()
                .filter(entry ->
                        entry.key().endsWith(DELTA_EXPECTED) && !nameOf(entry).isEmpty())
                .toList();
    }

    private Optional<Placed<DeltaRange>> expectationOf(String measure) {
        return validation.placed(measure + DELTA_EXPECTED, Types.DELTA);
    }

    private static String nameOf(Tree.Entry expectation) {
        return expectation.key().substring(0, expectation.key().length() - DELTA_EXPECTED.length());
    }

    private static Optional<DeltaRange> range(Optional<Placed<DeltaRange>> placed) {
        return placed.map(Placed::value);
    }
}
