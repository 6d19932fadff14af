package dev.amend.engine.lakehouse;

import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Source;
import dev.amend.specs.Specification;
import dev.amend.specs.error.AmendException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The names of a specification's columns as its tables spell them, and the unit of its range. Spark finds a column
 * whatever the case of its name; Iceberg and everything that compares names does not.
 */
public final class ColumnSpelling {
    private static final Set<TypeID> TIMES = Set.of(TypeID.DATE, TypeID.TIMESTAMP, TypeID.TIMESTAMP_NANO);
    /** Years of four digits, which are written alike in both units. */
    private static final int FIRST_YEAR = 1000;

    private static final int LAST_YEAR = 9999;

    private final Lakehouse lakehouse;

    public ColumnSpelling(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    /**
     * The specification with the target's names, for whoever reads no source: it may be gone, or its catalog away.
     *
     * @throws dev.amend.specs.error.AmendException if the target can't be loaded
     */
    public Specification ofTarget(Specification specification) {
        Table table = lakehouse.table(specification.target().table());
        UnaryOperator<String> target = spelling(table);
        return inYears(
                specification.with(
                        specification.target().withColumns(target),
                        specification.sources(),
                        specification.validation().withColumns(target)),
                table);
    }

    /** A year is written like an integer; only the column's type tells which of the two is meant. */
    private static Specification inYears(Specification specification, Table table) {
        NestedField key = table.schema().findField(specification.target().partitionKey());
        PartitionRange range = specification.sourceRange().range();
        boolean areYears = key != null
                && TIMES.contains(key.type().typeId())
                && range.unit() == PartitionUnit.INTEGER
                && range.start() >= FIRST_YEAR
                && range.last() <= LAST_YEAR;
        return areYears ? specification.countedIn(PartitionUnit.YEAR) : specification;
    }

    /**
     * The specification with the names of the tables. A name that a table does not have stays as it is: whoever needs
     * the column says that it is missing.
     *
     * @throws dev.amend.specs.error.AmendException if the target can't be loaded
     */
    public Specification of(Specification specification) {
        Specification named = ofTarget(specification);
        return named.with(named.target(), named.sources().stream().map(this::of).toList(), named.validation());
    }

    private Source of(Source source) {
        if (source.partitionKey().isEmpty()) {
            return source;
        }
        try {
            return source.withPartitionKey(spelling(lakehouse.table(source.table())));
        } catch (AmendException e) {
            // Whoever reads the source says what is wrong with it
            return source;
        }
    }

    private static UnaryOperator<String> spelling(Table table) {
        List<String> names =
                table.schema().columns().stream().map(NestedField::name).toList();
        return name -> spelled(name, names);
    }

    /** The column's own name; the given one if the table has no such column, or several. */
    static String spelled(String name, List<String> names) {
        List<String> found = names.contains(name)
                ? List.of(name)
                : names.stream().filter(name::equalsIgnoreCase).toList();
        return found.size() == 1 ? found.get(0) : name;
    }
}
