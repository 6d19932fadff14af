package dev.amend.publish.together;

import dev.amend.publish.branch.StagedPublication;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.exceptions.CleanableFailure;

/** The commits of several tables that are sent as one commit. */
final class StagedTransaction {
    private final Map<JointMember, StagedPublication> staged = new LinkedHashMap<>();

    void add(JointMember member, StagedPublication publication) {
        staged.put(member, publication);
    }

    boolean isEmpty() {
        return staged.isEmpty();
    }

    /** Deletes the files of the prepared commits. Only if they were never sent, or are known to have failed. */
    void discard() {
        staged.values().forEach(StagedPublication::discard);
    }

    /**
     * Sends the commits once, and checks every table before it trusts an exception.
     *
     * @throws RuntimeException the catalog's exception, if it refused and nothing was applied; the prepared files are
     *     then deleted
     * @throws CommitOutcomeUnknown if it is unknown whether it was applied, or it still may be; every file is kept
     */
    void send(CatalogTransaction catalog) throws CommitOutcomeUnknown {
        List<TableCommit> commits = new ArrayList<>();
        staged.forEach((member, publication) -> commits.add(publication.commit(member.table())));
        try {
            catalog.commit(commits);
        } catch (RuntimeException e) {
            requireLanded(e);
        }
    }

    private void requireLanded(RuntimeException failure) throws CommitOutcomeUnknown {
        List<JointMember> missing = missing(failure);
        if (!missing.isEmpty() && missing.size() < staged.size()) {
            // It may have been applied between two checks: as soon as one table has it, all must have it
            missing = missing(failure);
        }
        if (missing.isEmpty()) {
            return;
        }
        if (missing.size() < staged.size()) {
            throw TogetherError.partlyCommitted(names(committed(missing)), names(missing), failure);
        }
        // Only these mean that it was refused: after any other exception, the request may still be under way
        if (failure instanceof CleanableFailure) {
            discard();
            throw failure;
        }
        throw unknown(failure);
    }

    private List<JointMember> missing(RuntimeException failure) throws CommitOutcomeUnknown {
        try {
            return staged.entrySet().stream()
                    .filter(entry -> !entry.getValue().hasLanded())
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw unknown(failure);
        }
    }

    private List<JointMember> committed(List<JointMember> missing) {
        return staged.keySet().stream()
                .filter(member -> !missing.contains(member))
                .toList();
    }

    private CommitOutcomeUnknown unknown(RuntimeException failure) {
        return new CommitOutcomeUnknown(String.join(", ", names(List.copyOf(staged.keySet()))), failure);
    }

    private static List<String> names(List<JointMember> members) {
        return members.stream().map(member -> member.table().toString()).toList();
    }
}
