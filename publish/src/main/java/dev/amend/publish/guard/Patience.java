package dev.amend.publish.guard;

import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;

/**
 * The number of attempts for a commit while others commit. Later attempts reuse the files written for the first one, so
 * many short attempts succeed against a live pipeline that commits every second. Manifests are not merged: each attempt
 * would have to merge those of the others' commits again, and the next commit of anyone else merges them.
 */
final class Patience {
    private static final int TRIES_AFTER_THE_FIRST = 40;
    private static final int LONGEST_WAIT_MILLIS = 500;

    private Patience() {}

    static TableOperations with(TableOperations operations) {
        return new OverriddenSettings(operations, Patience::settings);
    }

    private static Map<String, String> settings(TableMetadata current) {
        int retries =
                current.propertyAsInt(TableProperties.COMMIT_NUM_RETRIES, TableProperties.COMMIT_NUM_RETRIES_DEFAULT);
        int shortest = current.propertyAsInt(
                TableProperties.COMMIT_MIN_RETRY_WAIT_MS, TableProperties.COMMIT_MIN_RETRY_WAIT_MS_DEFAULT);
        int longest = current.propertyAsInt(
                TableProperties.COMMIT_MAX_RETRY_WAIT_MS, TableProperties.COMMIT_MAX_RETRY_WAIT_MS_DEFAULT);
        return Map.of(
                TableProperties.MANIFEST_MERGE_ENABLED, "false",
                TableProperties.COMMIT_NUM_RETRIES, Integer.toString(Math.max(retries, TRIES_AFTER_THE_FIRST)),
                TableProperties.COMMIT_MIN_RETRY_WAIT_MS, Integer.toString(Math.min(shortest, LONGEST_WAIT_MILLIS)),
                TableProperties.COMMIT_MAX_RETRY_WAIT_MS, Integer.toString(Math.min(longest, LONGEST_WAIT_MILLIS)));
    }
}
