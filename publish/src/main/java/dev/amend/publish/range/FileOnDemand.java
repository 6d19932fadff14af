package dev.amend.publish.range;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/**
 * A data file to be added to a table. Only its identity is on the heap; its statistics, which take a hundred times as
 * much, are read when its entry is written.
 *
 * @param listed the file without statistics, as its manifest lists it
 * @param location the path of the added file: that of the listed file, or that of a copy
 * @param whole reads the listed file with everything in its manifest entry
 */
@SuppressWarnings("NullAway") // Iceberg's interface uses null for unknown values
record FileOnDemand(DataFile listed, String location, Function<DataFile, DataFile> whole) implements DataFile {

    private DataFile read() {
        return whole.apply(listed);
    }

    @Override
    public @Nullable Long pos() {
        return null;
    }

    @Override
    public int specId() {
        return listed.specId();
    }

    @Override
    public FileContent content() {
        return FileContent.DATA;
    }

    @Override
    @SuppressWarnings("deprecation") // Still abstract in the interface
    public CharSequence path() {
        return location;
    }

    @Override
    public FileFormat format() {
        return listed.format();
    }

    @Override
    public StructLike partition() {
        return listed.partition();
    }

    @Override
    public long recordCount() {
        return listed.recordCount();
    }

    @Override
    public long fileSizeInBytes() {
        return listed.fileSizeInBytes();
    }

    @Override
    public Map<Integer, Long> columnSizes() {
        return read().columnSizes();
    }

    @Override
    public Map<Integer, Long> valueCounts() {
        return read().valueCounts();
    }

    @Override
    public Map<Integer, Long> nullValueCounts() {
        return read().nullValueCounts();
    }

    @Override
    public Map<Integer, Long> nanValueCounts() {
        return read().nanValueCounts();
    }

    @Override
    public Map<Integer, ByteBuffer> lowerBounds() {
        return read().lowerBounds();
    }

    @Override
    public Map<Integer, ByteBuffer> upperBounds() {
        return read().upperBounds();
    }

    @Override
    public Map<Integer, Integer> avgValueSizes() {
        return read().avgValueSizes();
    }

    @Override
    public ByteBuffer keyMetadata() {
        return read().keyMetadata();
    }

    @Override
    public List<Long> splitOffsets() {
        return read().splitOffsets();
    }

    @Override
    public Integer sortOrderId() {
        return read().sortOrderId();
    }

    /** The added file gets new row ids in the table: those of the listed file belong to the listed file. */
    @Override
    public @Nullable Long firstRowId() {
        return null;
    }

    /** The file is immutable, so it is its own copy. */
    @Override
    public DataFile copy() {
        return this;
    }

    @Override
    public DataFile copyWithoutStats() {
        return listed.copyWithoutStats();
    }
}
