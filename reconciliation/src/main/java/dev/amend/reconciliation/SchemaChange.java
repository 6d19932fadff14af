package dev.amend.reconciliation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How the shadow's columns differ from the baseline's.
 *
 * @param breaks columns that are gone, hold something else, or may be null now
 * @param additions columns that are new, which a comparison can't judge
 */
record SchemaChange(List<String> breaks, List<String> additions) {

    SchemaChange {
        breaks = List.copyOf(breaks);
        additions = List.copyOf(additions);
    }

    static SchemaChange between(StructType before, StructType after) {
        List<String> breaks = new ArrayList<>();
        for (StructField old : before.fields()) {
            find(after, old.name())
                    .ifPresentOrElse(
                            field -> addDifference(old, field, breaks), () -> breaks.add(old.name() + " is gone"));
        }

        List<String> additions = Arrays.stream(after.fieldNames())
                .filter(name -> find(before, name).isEmpty())
                .map(name -> name + " is new")
                .toList();
        return new SchemaChange(breaks, additions);
    }

    /** The columns that both have, as they are in {@code after}. */
    static StructType common(StructType before, StructType after) {
        return new StructType(Arrays.stream(after.fields())
                .filter(field -> find(before, field.name()).isPresent())
                .toArray(StructField[]::new));
    }

    private static void addDifference(StructField before, StructField after, List<String> breaks) {
        if (!before.dataType().sameType(after.dataType())) {
            breaks.add("%s was %s and is %s"
                    .formatted(
                            before.name(),
                            before.dataType().simpleString(),
                            after.dataType().simpleString()));
        } else if (!before.nullable() && after.nullable()) {
            breaks.add(before.name() + " may be null now");
        }
    }

    private static Optional<StructField> find(StructType schema, String name) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(name))
                .findFirst();
    }
}
