package dev.amend.specs;

/**
 * The corrected derivation: one SQL query over the declared sources, with Spark's named parameters.
 *
 * @param sql the query itself, even if the specification names a file
 * @param origin the place of the query, for messages: {@code transform.sql}, or the file's name
 */
public record Transform(String sql, String origin) {}
