package dev.amend.engine.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.shadow.CommittedBatch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LastSeenCommitsTest {
    private final Map<String, CommittedBatch> shadow = new LinkedHashMap<>();
    private final LastSeenCommits commits = new LastSeenCommits(() -> new LinkedHashMap<>(shadow));

    @Test
    void theNewestIsTheShadowsAndNotTheLastOfThePlan() {
        committed("2026-01-05", 70);
        committed("2026-01-26", 30);
        committed("2026-01-19", 50);
        commits.look();

        assertThat(newestOf(30, 50, 70)).isEqualTo(50);
        assertThat(newestOf(30, 70)).as("the one in flight is not asked for").isEqualTo(30);
    }

    @Test
    void aBatchThatWasBuiltAgainCountsByItsLatestCommit() {
        committed("2026-01-12", 20);
        committed("2026-01-26", 40);
        committed("2026-01-12", 60);
        commits.look();

        assertThat(newestOf(60, 40)).isEqualTo(60);
        assertThat(newestOf(20, 40)).isEqualTo(40);
        assertThat(newestOf(20)).as("which was replaced").isZero();
    }

    @Test
    void nothingIsNamedBeforeAnythingWasSeen() {
        committed("2026-01-12", 20);

        assertThat(newestOf(20)).isZero();
    }

    private long newestOf(long... snapshotIds) {
        Set<Long> asked = LongStream.of(snapshotIds).boxed().collect(Collectors.toSet());
        return commits.newestOf(asked).map(CommittedBatch::snapshotId).orElse(0L);
    }

    private void committed(String batch, long snapshotId) {
        shadow.remove(batch);
        shadow.put(batch, new CommittedBatch(batch, snapshotId, 1, 1, "digest", "events=1", 140, 1_000, Instant.EPOCH));
    }
}
