package dev.amend.publish;

import dev.amend.publish.range.RangeChange;
import java.util.List;
import java.util.function.Function;

/** How publishing ended: the shadow is current, or main has drifted and nothing was changed. */
public sealed interface PublicationResult {

    <T> T fold(Function<Published, T> onPublished, Function<Drifted, T> onDrifted);

    /** By which kind of commit the shadow became current. */
    enum How {
        /** Main was moved to the shadow. */
        SWAP,
        /** The shadow's files replaced the range's. */
        COMMIT,
        /** A view reads the shadow table. */
        VIEW
    }

    /**
     * Consumers read the corrected data.
     *
     * @param snapshotId main's snapshot that made it so
     * @param previousHead main's head before
     * @param already whether an earlier call had done it
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
