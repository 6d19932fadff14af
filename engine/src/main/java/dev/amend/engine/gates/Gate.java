package dev.amend.engine.gates;

import java.util.Optional;

/** Something that can hold the next batch back. */
public interface Gate {

    /** Why the next batch must wait now, and when to ask again; empty: it need not wait. */
    Optional<Hold> hold();
}
