package dev.amend.publish.range;

/** What metadata says of one partition. Rows are counted before delete files are applied. */
public record PartitionFigures(long rows, long bytes, int dataFiles, int deleteFiles) {
    static final PartitionFigures NONE = new PartitionFigures(0, 0, 0, 0);

    PartitionFigures plus(PartitionFigures other) {
        return new PartitionFigures(
                rows + other.rows, bytes + other.bytes, dataFiles + other.dataFiles, deleteFiles + other.deleteFiles);
    }
}
