package dev.amend.publish.together;

import dev.amend.publish.PublicationResult;
import dev.amend.publish.range.RangeChange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a publication of several tables ended: all are current, or some have drifted and none was published. */
public sealed interface JointResult {

    /** In the order in which they were given. */
    record Published(List<PublicationResult.Published> tables) implements JointResult {

        public Published {
            tables = List.copyOf(tables);
        }
    }

    /** Who changed what, by the place of the table in the order in which they were given. */
    record Drifted(Map<Integer, List<RangeChange>> changes) implements JointResult {

        public Drifted {
            changes = new TreeMap<>(changes);
        }
    }
}
