package dev.amend.publish.branch;

import dev.amend.publish.range.RangeChange;
import java.util.List;
import java.util.function.Function;

/** The result of publishing: the shadow is current, or main has drifted and nothing was changed. */
public sealed interface PublicationResult {

    <T> T fold(Function<Published, T> onPublished, Function<Drifted, T> onDrifted);

    /** The kind of commit that made the shadow current. */
    enum How {
        /** The shadow's files replaced those of the range. */
        COMMIT,
        /** A view reads the shadow table. */
        VIEW
    }

    /**
     * Consumers read the corrected data.
     *
     * @param snapshotId main's snapshot that contains the corrected data
     * @param previousHead main's head before publication
     * @param already true if an earlier call had already published
     */
    record Published(long snapshotId, long previousHead, How how, boolean already) implements PublicationResult {

        @Override
        public <T> T fold(Function<Published, T> onPublished, Function<Drifted, T> onDrifted) {
            return onPublished.apply(this);
        }
    }

    /** Someone changed the range after the baseline: nothing was published. */
    record Drifted(List<RangeChange> changes) implements PublicationResult {

        public Drifted {
            changes = List.copyOf(changes);
        }

        @Override
        public <T> T fold(Function<Published, T> onPublished, Function<Drifted, T> onDrifted) {
            return onDrifted.apply(this);
        }
    }
}
