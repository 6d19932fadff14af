package dev.amend.reconciliation.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The differences between the shadow's columns and the baseline's. A column is identified by its field id, not its
 * name.
 *
 * @param breaks columns that are missing, have another name or an incompatible type, or may be null now
 * @param additions columns that are new, or require a value now, which a comparison of old rows can't judge
 * @param promotions columns that hold the same values in a wider type
 */
public record SchemaChange(List<String> breaks, List<String> additions, List<String> promotions) {
    public static final SchemaChange NONE = new SchemaChange(List.of(), List.of(), List.of());

    public SchemaChange {
        breaks = List.copyOf(breaks);
        additions = List.copyOf(additions);
        promotions = List.copyOf(promotions);
    }

    public static SchemaChange between(Schema before, Schema after) {
        List<String> breaks = new ArrayList<>();
        for (NestedField old : before.columns()) {
            difference(old, after).ifPresent(breaks::add);
        }
        List<String> additions = after.columns().stream()
                .flatMap(field -> addition(field, before).stream())
                .toList();
        List<String> promotions = before.columns().stream()
                .filter(old -> isPromoted(old, after))
                .map(old -> retyped(old, after.findField(old.fieldId())))
                .toList();
        return new SchemaChange(breaks, additions, promotions);
    }

    /** Returns whether both schemas have the column under the same name. */
    public static boolean isCommon(String name, Schema before, Schema after) {
        NestedField old = before.findField(name);
        NestedField field = after.findField(name);
        return old != null && field != null && old.fieldId() == field.fieldId();
    }

    private static Optional<String> difference(NestedField old, Schema after) {
        NestedField field = after.findField(old.fieldId());
        if (field == null) {
            boolean replaced = after.findField(old.name()) != null;
            return Optional.of(old.name() + (replaced ? " is another column of that name now" : " is gone"));
        }
        if (!field.name().equals(old.name())) {
            return Optional.of("%s is called %s now".formatted(old.name(), field.name()));
        }
        if (!Objects.equals(old.type(), field.type()) && !isPromoted(old, after)) {
            return Optional.of(retyped(old, field));
        }
        return old.isRequired() && field.isOptional() ? Optional.of(old.name() + " may be null now") : Optional.empty();
    }

    private static Optional<String> addition(NestedField field, Schema before) {
        NestedField old = before.findField(field.fieldId());
        if (old != null) {
            return old.isOptional() && field.isRequired()
                    ? Optional.of(field.name() + " may not be null any more")
                    : Optional.empty();
        }
        return before.findField(field.name()) == null ? Optional.of(field.name() + " is new") : Optional.empty();
    }

    private static String retyped(NestedField old, NestedField field) {
        return "%s was %s and is %s".formatted(old.name(), old.type(), field.type());
    }

    private static boolean isPromoted(NestedField old, Schema after) {
        NestedField field = after.findField(old.fieldId());
        return field != null
                && !Objects.equals(old.type(), field.type())
                && field.type().isPrimitiveType()
                && TypeUtil.isPromotionAllowed(old.type(), field.type().asPrimitiveType());
    }
}
