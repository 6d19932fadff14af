package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.fixture.Warehouse;

/** The commits of which publications consist: those of a swap, on a quiet main, and those of one commit, on a busy one. */
enum PublicationCommit {
    SEAL(PublishStep.SEAL),
    SWAP(PublishStep.SWAP),
    OVERWRITE(PublishStep.OVERWRITE);

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
        return this != OVERWRITE;
    }

    /** Consumers read the new data as soon as this one is applied. */
    boolean decides() {
        return this != SEAL;
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
