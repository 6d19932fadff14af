package dev.amend.reconciliation.report;

import dev.amend.reconciliation.report.Variants.Variant.Way;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Every way in which a single value of a record, however deep, can be another one: a leaf is replaced; an element of a list
 * is removed, is there twice, or changes its place with the next one; a key of a map is removed or has another name.
 *
 * <p>Nothing is passed over: a type that is not known here and a list without an element are errors.
 */
final class Variants {
    private static final BigDecimal LITTLE = new BigDecimal("0.000001");

    private final Set<String> leftOut;
    private final Set<String> met = new TreeSet<>();
    private final List<Variant> found = new ArrayList<>();

    /**
     * The whole with one value changed.
     *
     * @param place the names of components, and positions in lists, such as {@code /batches/0/findings/3/check}
     */
    record Variant(String place, Way way, Object whole) {

        enum Way {
            REPLACED,
            REMOVED,
            ADDED,
            SWAPPED,
            RENAMED
        }

        /** The place with a star for every position. */
        String pattern() {
            return patternOf(place);
        }

        /** Whether it is in one of these places, or below one; each with a star for every position. */
        boolean isIn(Set<String> patterns) {
            return patterns.stream()
                    .anyMatch(pattern -> pattern().equals(pattern) || pattern().startsWith(pattern + "/"));
        }

        @Override
        public String toString() {
            return "%s %s".formatted(place, way);
        }
    }

    private Variants(Set<String> leftOut) {
        this.leftOut = leftOut;
    }

    /**
     * All of a record.
     *
     * @param leftOut places that are left as they are, with a star for every position; each must be there
     */
    static List<Variant> of(Record whole, Set<String> leftOut) {
        Variants variants = new Variants(leftOut);
        variants.vary("", whole, changed -> changed);
        if (!variants.met.equals(new TreeSet<>(leftOut))) {
            throw new IllegalStateException("Left out: %s, but there are %s".formatted(leftOut, variants.met));
        }
        return List.copyOf(variants.found);
    }

    private static String patternOf(String place) {
        return place.replaceAll("/[0-9]+(?=/|$)", "/*");
    }

    private void vary(String place, Object value, UnaryOperator<Object> whole) {
        if (leftOut.contains(patternOf(place))) {
            met.add(patternOf(place));
        } else if (value instanceof Record part) {
            components(place, part, whole);
        } else if (value instanceof List<?> list) {
            elements(place, list, whole);
        } else if (value instanceof Map<?, ?> map) {
            entries(place, map, whole);
        } else if (value instanceof Optional<?> optional) {
            vary(place, optional.orElseThrow(() -> nothingAt(place)), other -> whole.apply(Optional.of(other)));
            add(place, Way.REMOVED, whole, Optional.empty());
        } else {
            add(place, Way.REPLACED, whole, other(place, value));
        }
    }

    private void add(String place, Way way, UnaryOperator<Object> whole, Object part) {
        found.add(new Variant(place, way, whole.apply(part)));
    }

    private void components(String place, Record part, UnaryOperator<Object> whole) {
        RecordComponent[] components = part.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            int position = i;
            vary(place + "/" + components[i].getName(), values(part)[i], other -> {
                Object[] values = values(part);
                values[position] = other;
                return whole.apply(record(part.getClass(), values));
            });
        }
    }

    private void elements(String place, List<?> list, UnaryOperator<Object> whole) {
        if (list.isEmpty()) {
            throw nothingAt(place);
        }
        for (int i = 0; i < list.size(); i++) {
            int position = i;
            vary(place + "/" + i, list.get(i), other -> {
                List<Object> changed = new ArrayList<>(list);
                changed.set(position, other);
                return whole.apply(changed);
            });

            List<Object> without = new ArrayList<>(list);
            without.remove(i);
            add(place + "/" + i, Way.REMOVED, whole, without);
            List<Object> twice = new ArrayList<>(list);
            twice.add(i, list.get(i));
            add(place + "/" + i, Way.ADDED, whole, twice);
            if (i > 0 && !list.get(i - 1).equals(list.get(i))) {
                List<Object> swapped = new ArrayList<>(list);
                Collections.swap(swapped, i - 1, i);
                add(place + "/" + i, Way.SWAPPED, whole, swapped);
            }
        }
    }

    private void entries(String place, Map<?, ?> map, UnaryOperator<Object> whole) {
        if (map.isEmpty()) {
            throw nothingAt(place);
        }
        map.forEach((key, value) -> {
            String entry = place + "/" + key;
            vary(entry, value, other -> {
                Map<Object, Object> changed = new TreeMap<>(map);
                changed.put(key, other);
                return whole.apply(changed);
            });

            Map<Object, Object> without = new TreeMap<>(map);
            without.remove(key);
            add(entry, Way.REMOVED, whole, without);
            if (key instanceof String name) {
                Map<Object, Object> renamed = new TreeMap<>(without);
                renamed.put(name + "x", value);
                add(entry, Way.RENAMED, whole, renamed);
            }
        });
    }

    private static Object other(String place, Object value) {
        if (value instanceof String text) {
            return text + "x";
        }
        if (value instanceof Long number) {
            return number + 1;
        }
        if (value instanceof Integer number) {
            return number + 1;
        }
        if (value instanceof BigDecimal figure) {
            return figure.add(LITTLE);
        }
        if (value instanceof Enum<?> constant) {
            List<?> all = List.of(constant.getDeclaringClass().getEnumConstants());
            return all.get((all.indexOf(constant) + 1) % all.size());
        }
        if (value instanceof Instant moment) {
            return moment.plusSeconds(1);
        }
        if (value instanceof Duration duration) {
            return duration.plusSeconds(1);
        }
        throw new IllegalStateException("No other value is known for %s at %s".formatted(value.getClass(), place));
    }

    private static Object[] values(Record part) {
        return Arrays.stream(part.getClass().getRecordComponents())
                .map(component -> {
                    try {
                        component.getAccessor().setAccessible(true);
                        return component.getAccessor().invoke(part);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException("Cannot read %s of %s".formatted(component, part), e);
                    }
                })
                .toArray();
    }

    private static Object record(Class<?> type, Object[] values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make a %s of %s".formatted(type, Arrays.toString(values)), e);
        }
    }

    private static IllegalStateException nothingAt(String place) {
        return new IllegalStateException("There is nothing to change at " + place);
    }
}
