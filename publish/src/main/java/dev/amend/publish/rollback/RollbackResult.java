package dev.amend.publish.rollback;

import dev.amend.publish.range.RangeChange;
import java.util.List;
import java.util.function.Function;

/** The result of rolling back: the old data is current, or later writes prevent it and nothing was changed. */
public sealed interface RollbackResult {

    <T> T fold(Function<RolledBack, T> onRolledBack, Function<Drifted, T> onDrifted);

    /** The way in which the old data became current again. */
    enum How {
        /** Main was moved back: row ids and statistics are as before publication. */
        REFERENCE,
        /** Copies of the old files replaced those of the range. */
        COPIES,
        /** The view reads the target again. */
        VIEW
    }

    /**
     * Consumers read the old data.
     *
     * @param snapshotId main's head that contains the old data
     * @param already true if an earlier call had already rolled back
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
