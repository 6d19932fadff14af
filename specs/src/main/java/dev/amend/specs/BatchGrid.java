package dev.amend.specs;

import java.io.Serializable;

/**
 * Cells of equal size over consecutive partitions, by ordinal. A batch never crosses the end of a cell.
 *
 * @param origin the first partition of one of the cells
 * @param size the number of partitions in a cell
 */
public record BatchGrid(long origin, int size) implements Serializable {

    /** The first partition of the cell that contains an ordinal. */
    public long cell(long ordinal) {
        return ordinal - Math.floorMod(ordinal - origin, size);
    }
}
