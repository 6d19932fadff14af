package dev.amend.specs;

import java.util.regex.Pattern;

/**
 * The name of a backfill: lower-case letters, digits and dashes, 3 to 63 characters. It names branch, tags and journal,
 * so its pattern forbids paths and quotes.
 */
public record BackfillId(String value) {
    private static final Pattern PATTERN = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    /** @throws IllegalArgumentException if {@code value} does not match the pattern */
    public BackfillId {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "Invalid backfill_id '%s': expected 3 to 63 lower-case letters, digits and dashes, such as revenue-tax-fix-2026-06"
                            .formatted(value));
        }
    }

    /** The id as a part of branch and tag names: dashes become underscores. */
    public String refName() {
        return "amend_" + value.replace('-', '_');
    }

    @Override
    public String toString() {
        return value;
    }
}
