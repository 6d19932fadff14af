package dev.amend.publish.branch;

/**
 * The driver's heap needed to publish a range or roll it back. It grows with the number of files, and hardly with
 * columns, since statistics are not kept. The figures were measured: see {@code docs/design/trials.md}.
 *
 * @param oldFiles data files of the range that are replaced
 * @param newFiles data files that replace them
 * @param columns the number of columns of the table
 */
public record PublicationMemory(long oldFiles, long newFiles, int columns) {
    /** The heap that Java, Spark and Iceberg need before the first file. */
    private static final long FIXED = 300L << 20;

    /** The path, partition and counts of a file, in the collections that hold it. */
    private static final long PER_FILE = 1_800;

    /** The entries that are being read and written, with their statistics. */
    private static final long PER_COLUMN = 200L << 10;

    /** The needed heap in bytes. */
    public long bytes() {
        return FIXED + PER_FILE * (oldFiles + newFiles) + PER_COLUMN * columns;
    }
}
