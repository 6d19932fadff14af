package dev.amend.specs;

import java.io.Serializable;

/**
 * Equal cells of consecutive partitions, by ordinal; batches end where a cell ends, or before.
 *
 * @param origin the first partition of one of the cells
 * @param size how many partitions a cell holds
 */
public record BatchGrid(long origin, int size) implements Serializable {

    /** The first partition of the cell that an ordinal is in. */
    public long cell(long ordinal) {
        return ordinal - Math.floorMod(ordinal - origin, size);
    }
}
