package dev.amend.specs;

/**
 * The corrected derivation: one SQL query over the declared sources, with Spark's named parameters.
 *
 * @param sql the query itself, also where the specification names a file
 * @param origin where the query stands, for messages: {@code transform.sql}, or the file's name
 */
public record Transform(String sql, String origin) {}
