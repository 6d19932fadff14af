package dev.amend.publish.together;

import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.range.RangeChange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The result of publishing several tables: all are current, or some have drifted and none was published. */
public sealed interface JointResult {

    /** The publications, in the order of the request. */
    record Published(List<PublicationResult.Published> tables) implements JointResult {

        public Published {
            tables = List.copyOf(tables);
        }
    }

    /** The changes of the drifted tables, by the table's position in the request. */
    record Drifted(Map<Integer, List<RangeChange>> changes) implements JointResult {

        public Drifted {
            changes = new TreeMap<>(changes);
        }
    }
}
