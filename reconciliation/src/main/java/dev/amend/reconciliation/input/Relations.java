package dev.amend.reconciliation.input;

/**
 * The rows of the two sides of a comparison in a statement.
 *
 * @param oldRows the text after {@code from} for the old side
 * @param newRows the text after {@code from} for the new side
 */
public record Relations(String oldRows, String newRows) {}
