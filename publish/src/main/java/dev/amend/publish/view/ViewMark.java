package dev.amend.publish.view;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The record of a backfill's publication or rollback in a view's properties. Versions of a view are expired after a few
 * replacements, but its properties stay.
 *
 * @param epoch the epoch of the run that published or rolled back
 * @param snapshotId the published snapshot of the shadow table
 * @param replacedVersion the view's version before the publication
 */
record ViewMark(long epoch, long snapshotId, int replacedVersion) {

    String text() {
        return "epoch=%d,snapshot=%d,replaced-version=%d".formatted(epoch, snapshotId, replacedVersion);
    }

    static ViewMark parse(String text) {
        Map<String, String> fields = Arrays.stream(text.split(",", -1))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[field.length - 1]));
        return new ViewMark(
                Long.parseLong(fields.getOrDefault("epoch", "0")),
                Long.parseLong(fields.getOrDefault("snapshot", "-1")),
                Integer.parseInt(fields.getOrDefault("replaced-version", "-1")));
    }
}
