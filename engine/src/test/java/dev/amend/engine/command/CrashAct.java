package dev.amend.engine.command;

import java.util.List;

/** A command that is killed. */
enum CrashAct {
    RUN("BUILT"),
    PUBLISH("PUBLISHED"),
    ROLLBACK("ROLLED_BACK"),
    RETIRE("RETIRED");

    private final String status;

    CrashAct(String status) {
        this.status = status;
    }

    /** Where the backfill stands afterwards. */
    String status() {
        return status;
    }

    List<String> command(SmallWorld world) {
        return switch (this) {
            case RUN -> List.of("run", world.specification());
            case PUBLISH -> List.of("publish", SmallWorld.ID);
            case ROLLBACK -> List.of("rollback", SmallWorld.ID, "--reason", "the ledger disagrees");
            case RETIRE -> List.of("retire", SmallWorld.ID, "--by", "olga");
        };
    }

    /** What people do once it is done. */
    void follow(SmallWorld world) {
        if (this == RUN) {
            world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
        }
    }
}
