package dev.amend.publish.range;

/** What metadata says of one partition. Rows are counted before delete files are applied. */
public record PartitionSize(long rows, long bytes, int dataFiles, int deleteFiles) {}
