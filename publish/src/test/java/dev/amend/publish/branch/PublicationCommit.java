package dev.amend.publish.branch;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;

/** What main is like when the one commit of a publication is made. */
enum PublicationCommit {
    /** Nobody has committed since the baseline. */
    ON_A_QUIET_MAIN,
    /** A live pipeline has committed since the baseline. */
    ON_A_LIVE_MAIN;

    /** What a live pipeline has appended before the publication. */
    static final String LIVE = "live-2024-01-05";

    /** A backfill whose publication will have this commit. */
    Backfill built(Warehouse warehouse, int formatVersion) throws CommitOutcomeUnknown {
        Backfill backfill = Backfill.built(warehouse, formatVersion);
        if (this == ON_A_LIVE_MAIN) {
            backfill.append(LIVE);
        }
        return backfill;
    }
}
