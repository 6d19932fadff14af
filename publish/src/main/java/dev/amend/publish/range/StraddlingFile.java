package dev.amend.publish.range;

/**
 * A data file that can't be replaced as a whole with the partitions of a range.
 *
 * @param reason the reason, as a clause: {@code holds 2024-01 under partition spec 0}
 */
public record StraddlingFile(String path, int specId, String reason) {

    @Override
    public String toString() {
        return path + " " + reason;
    }
}
