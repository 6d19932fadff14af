package dev.amend.publish.branch;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A backfill's ways through its life; together they take every step that there is. */
enum CrashLife {
    /** Nobody commits until it is rolled back, so that the rollback moves main. */
    PUBLISHED_AND_MOVED_BACK(
            5,
            CrashStage.PREPARE,
            CrashStage.BUILD_FIRST,
            CrashStage.BUILD_SECOND,
            CrashStage.PUBLISH,
            CrashStage.ROLL_BACK,
            CrashStage.AWAIT_LIVE,
            CrashStage.RETIRE),
    PUBLISHED_AND_COPIED_BACK(
            4,
            CrashStage.PREPARE,
            CrashStage.BUILD_FIRST,
            CrashStage.BUILD_SECOND,
            CrashStage.PUBLISH,
            CrashStage.AWAIT_LIVE,
            CrashStage.ROLL_BACK,
            CrashStage.RETIRE),
    COMMITTED_AND_COPIED_BACK(
            0,
            CrashStage.PREPARE,
            CrashStage.BUILD_FIRST,
            CrashStage.BUILD_SECOND,
            CrashStage.AWAIT_LIVE,
            CrashStage.PUBLISH,
            CrashStage.AWAIT_LIVE,
            CrashStage.ROLL_BACK,
            CrashStage.RETIRE),
    /** Rows of the old data were deleted by delete files, so that copying the files would bring them back. */
    REWRITTEN_AND_COPIED_BACK(
            6,
            CrashStage.OTHERS_DELETE_A_ROW,
            CrashStage.CHOOSE_BASELINE,
            CrashStage.PREPARE,
            CrashStage.BUILD_FIRST,
            CrashStage.BUILD_SECOND,
            CrashStage.PUBLISH,
            CrashStage.AWAIT_LIVE,
            CrashStage.ROLL_BACK,
            CrashStage.RETIRE),
    COMMITTED_AND_KEPT(
            0,
            CrashStage.PREPARE,
            CrashStage.BUILD_FIRST,
            CrashStage.BUILD_SECOND,
            CrashStage.AWAIT_LIVE,
            CrashStage.PUBLISH,
            CrashStage.RETIRE),
    CANCELLED(0, CrashStage.PREPARE, CrashStage.BUILD_FIRST, CrashStage.AWAIT_LIVE, CrashStage.RETIRE),
    /** Someone drops the publication's tag. */
    TAG_DROPPED(
            4,
            CrashStage.PREPARE,
            CrashStage.BUILD_FIRST,
            CrashStage.BUILD_SECOND,
            CrashStage.PUBLISH,
            CrashStage.OTHERS_DROP_A_TAG,
            CrashStage.PUBLISH,
            CrashStage.RETIRE),
    /** Someone moves main off the publication. */
    MOVED_BACK_BY_OTHERS(
            6,
            CrashStage.PREPARE,
            CrashStage.BUILD_FIRST,
            CrashStage.BUILD_SECOND,
            CrashStage.PUBLISH,
            CrashStage.OTHERS_MOVE_MAIN_BACK,
            CrashStage.ROLL_BACK,
            CrashStage.RETIRE),
    /** Someone writes into the range before it is published. */
    REBASED(
            0,
            CrashStage.PREPARE,
            CrashStage.BUILD_FIRST,
            CrashStage.BUILD_SECOND,
            CrashStage.OTHERS_WRITE_INTO_THE_RANGE,
            CrashStage.CHOOSE_BASELINE,
            CrashStage.MOVE_BASELINE,
            CrashStage.BUILD_FIRST_AGAIN,
            CrashStage.PUBLISH,
            CrashStage.RETIRE),
    SCRATCH(0, CrashStage.USE_SCRATCH);

    private static final Set<String> OLD = days("old-", 0);
    private static final Set<String> NEW = days("new-", 0);
    private static final Set<String> COPIES = days("copy-", 0);
    private static final Set<String> REWRITTEN = with(days("copy-", 1), Set.of("rewritten-1-old-2024-01-01"));
    private static final Set<String> DRIFTED = with(OLD, Set.of(CrashStage.DRIFT));
    private static final Set<String> BUILT_AGAIN = with(days("newer-", 0, 2), days("new-", 2));

    private final int quietStages;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    private final List<CrashStage> stages;

    /** @param quietStages how many stages must be over before live pipelines commit */
    CrashLife(int quietStages, CrashStage... stages) {
        this.quietStages = quietStages;
        this.stages = List.of(stages);
    }

    List<CrashStage> stages() {
        return stages;
    }

    boolean isQuiet(int stagesDone) {
        return stagesDone < quietStages;
    }

    /** What a reader may find inside the range, all of it or nothing of it. */
    List<Set<String>> worlds() {
        return switch (this) {
            case PUBLISHED_AND_MOVED_BACK, MOVED_BACK_BY_OTHERS, TAG_DROPPED, COMMITTED_AND_KEPT -> List.of(OLD, NEW);
            case PUBLISHED_AND_COPIED_BACK, COMMITTED_AND_COPIED_BACK -> List.of(OLD, NEW, COPIES);
            case REWRITTEN_AND_COPIED_BACK -> List.of(OLD, NEW, REWRITTEN);
            case CANCELLED, SCRATCH -> List.of(OLD);
            case REBASED -> List.of(OLD, DRIFTED, BUILT_AGAIN);
        };
    }

    private static Set<String> days(String prefix, int from) {
        return days(prefix, from, Backfill.DAYS.size());
    }

    private static Set<String> days(String prefix, int from, int to) {
        return Backfill.DAYS.subList(from, to).stream().map(day -> prefix + day).collect(Collectors.toSet());
    }

    private static Set<String> with(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    static List<CrashLife> all() {
        return Arrays.asList(values());
    }
}
