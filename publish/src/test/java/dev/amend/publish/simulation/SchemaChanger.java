package dev.amend.publish.simulation;

import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;

/** Adds a column, then a partition field. */
final class SchemaChanger implements Actor {
    private final Simulation simulation;
    private int changes;

    SchemaChanger(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public String name() {
        return "schema changer";
    }

    @Override
    public String act() {
        Table table = simulation.busyTable(this, Effect.NONE, List.of());
        changes++;
        if (changes == 1) {
            table.updateSchema().addColumn("note", Types.StringType.get()).commit();
            return "added a column";
        }
        if (changes == 2) {
            table.updateSpec().addField(Expressions.bucket("id", 4)).commit();
            return "added a partition field";
        }
        return "nothing";
    }
}
