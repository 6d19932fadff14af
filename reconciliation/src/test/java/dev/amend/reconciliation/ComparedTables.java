package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.BatchSources;
import dev.amend.reconciliation.pairs.rows.RowPairs;
import dev.amend.reconciliation.pairs.stored.StoredPairs;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/** Tables that are compared as they were and as they are now. */
abstract class ComparedTables {
    static final String TABLE = "lake.finance.compared";
    static final Lake LAKE = Lake.open();
    static final BatchSources REGISTERED = (session, batch) -> {};

    /** Compares two lists of rows of one day; the key counts them. */
    static BatchReconciliation compare(String columns, String before, String after) {
        return reconcile(keyed(TABLE).build(), table(columns, before, after));
    }

    static Rewritten table(String columns, String before, String after) {
        return LAKE.rewritten(
                TABLE, "day date, k int, " + columns, "day", numbered(columns, before), numbered(columns, after));
    }

    /** The rows of a values list, numbered in their order by the key. */
    static String numbered(String columns, String rows) {
        String names = String.join(", ", StructType.fromDDL(columns).fieldNames());
        StringBuilder numbered = new StringBuilder();
        int row = 0;
        int depth = 0;
        for (int i = 0; i < rows.length(); i++) {
            char c = rows.charAt(i);
            boolean opensRow = c == '(' && depth == 0;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            numbered.append(opensRow ? "(date'2024-12-02', %d, ".formatted(++row) : c);
        }
        return "select * from values %s as t(day, k, %s)".formatted(numbered, names);
    }

    static SpecificationBuilder keyed(String table) {
        return aSpecification()
                .of(table)
                .partitionedBy("day", PartitionUnit.DAY)
                .key("day", "k");
    }

    /** Reconciles a batch; however pairs are read from Spark, it finds the same. */
    static BatchReconciliation reconcile(Specification specification, Rewritten snapshots) {
        BatchInput batch = snapshots.firstBatch(specification);
        BatchReconciliation found =
                new Reconciler(specification, REGISTERED, new StoredPairs()).reconcile(LAKE.session(), batch);

        assertThat(new Reconciler(specification, REGISTERED, new RowPairs()).reconcile(LAKE.session(), batch))
                .isEqualTo(found);
        return found;
    }

    static Map<RowClass, Long> classes(BatchReconciliation found) {
        return found.partitions().stream()
                .flatMap(partition -> partition.classes().entrySet().stream())
                .filter(entry -> entry.getValue() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    static List<String> failures(BatchReconciliation found) {
        return found.failures().stream().map(Finding::check).distinct().toList();
    }
}
