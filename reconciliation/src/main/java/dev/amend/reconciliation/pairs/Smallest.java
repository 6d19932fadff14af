package dev.amend.reconciliation.pairs;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The first few of many in their natural order, regardless of the order in which they are added. */
final class Smallest<T extends Comparable<T> & Serializable> implements Serializable {
    private static final long serialVersionUID = 1;

    private final int limit;
    private final ArrayList<T> kept = new ArrayList<>();

    Smallest(int limit) {
        this.limit = limit;
    }

    /** The last kept element, once there are enough: later ones are not needed. */
    Optional<T> last() {
        return kept.size() < limit ? Optional.empty() : Optional.of(kept.get(limit - 1));
    }

    void add(T candidate) {
        int position = Collections.binarySearch(kept, candidate);
        kept.add(position < 0 ? -position - 1 : position, candidate);
        if (kept.size() > limit) {
            kept.remove(limit);
        }
    }

    void addAll(Smallest<T> other) {
        other.kept.forEach(this::add);
    }

    List<T> kept() {
        return List.copyOf(kept);
    }
}
