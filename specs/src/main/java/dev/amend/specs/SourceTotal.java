package dev.amend.specs;

/**
 * A total that target and source must agree on, batch by batch.
 *
 * @param targetExpression aggregate over the new rows
 * @param sourceQuery one query that returns one number, over the declared sources, with the batch's parameters
 */
public record SourceTotal(String name, String targetExpression, String sourceQuery) {}
