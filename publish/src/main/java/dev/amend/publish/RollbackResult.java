package dev.amend.publish;

import dev.amend.publish.range.RangeChange;
import java.util.List;
import java.util.function.Function;

/** How rolling back ended: the old data is current, or later writes stand in the way and nothing was changed. */
public sealed interface RollbackResult {

    <T> T fold(Function<RolledBack, T> onRolledBack, Function<Drifted, T> onDrifted);

    /** How the old data became current again. */
    enum How {
        /** Main was moved back: row ids and statistics are as before. */
        REFERENCE,
        /** Copies of the old files replaced the range's. */
        COPIES,
        /** The view reads the target again. */
        VIEW
    }

    /**
     * Consumers read the old data.
     *
     * @param snapshotId main's head that made it so
     * @param already whether an earlier call had done it
     */
    record RolledBack(long snapshotId, How how, boolean already) implements RollbackResult {

        @Override
        public <T> T fold(Function<RolledBack, T> onRolledBack, Function<Drifted, T> onDrifted) {
            return onRolledBack.apply(this);
        }
    }

    /** Others wrote into the range after publication. */
    record Drifted(List<RangeChange> changes) implements RollbackResult {

        public Drifted {
            changes = List.copyOf(changes);
        }

        @Override
        public <T> T fold(Function<RolledBack, T> onRolledBack, Function<Drifted, T> onDrifted) {
            return onDrifted.apply(this);
        }
    }
}
