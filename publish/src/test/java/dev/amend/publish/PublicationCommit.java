package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.fixture.Warehouse;

/** The commits of which publications consist: those of a swap, on a quiet main, and those of one commit, on a busy one. */
enum PublicationCommit {
    SEAL(PublishStep.SEAL),
    SWAP(PublishStep.SWAP),
    TAGS_AFTER_SWAP(PublishStep.EXTEND_TAGS),
    PREVIOUS_TAG(PublishStep.TAG_PREVIOUS),
    OVERWRITE(PublishStep.OVERWRITE),
    TAGS_AFTER_OVERWRITE(PublishStep.EXTEND_TAGS);

    /** What a live pipeline has appended before anything is published by one commit. */
    static final String LIVE = "live-2024-01-05";

    private final PublishStep step;

    PublicationCommit(PublishStep step) {
        this.step = step;
    }

    PublishStep step() {
        return step;
    }

    boolean isOfASwap() {
        return this == SEAL || this == SWAP || this == TAGS_AFTER_SWAP;
    }

    /** Consumers read the new data as soon as this one is applied. */
    boolean decides() {
        return this == SWAP || this == OVERWRITE;
    }

    boolean comesAfterTheDecision() {
        return this == TAGS_AFTER_SWAP || this == TAGS_AFTER_OVERWRITE;
    }

    /** A backfill whose publication will have this commit. */
    Backfill built(Warehouse warehouse, int formatVersion) throws CommitOutcomeUnknown {
        Backfill backfill = Backfill.built(warehouse, formatVersion);
        if (!isOfASwap()) {
            backfill.append(LIVE);
        }
        return backfill;
    }
}
